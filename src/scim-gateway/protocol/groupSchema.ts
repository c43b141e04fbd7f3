import { attribute, type Schema } from './schema.ts';

export const membersAttribute = attribute('members', 'The direct members of the group.', {
  multiValued: true,
  subAttributes: [
    attribute('value', 'The id of the member.', { required: true, caseExact: true, mutability: 'immutable' }),
    attribute('$ref', 'The URI of the member.', {
      type: 'reference',
      caseExact: true,
      mutability: 'immutable',
      referenceTypes: ['User', 'Group'],
    }),
    attribute('type', 'Whether the member is a user or a group.', { mutability: 'immutable', canonicalValues: ['User', 'Group'] }),
    attribute('display', "The member's name.", { mutability: 'readOnly', returned: 'request' }),
  ],
});

/** RFC 7643 §4.2. */
export const groupSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'A group of people and of other groups.',
  attributes: [
    attribute('displayName', 'The name of the group, unique among the groups of the connection without regard to case.', {
      required: true,
      uniqueness: 'server',
    }),
    membersAttribute,
  ],
};
