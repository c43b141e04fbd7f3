import { type Attribute, attribute } from './schema.ts';

/** The groups that a resource is in, which only the groups change (RFC 7643 §4.1.2; for devices RFC 9944 §4). */
export const groupsAttribute = (description: string): Attribute =>
  attribute('groups', description, {
    multiValued: true,
    mutability: 'readOnly',
    subAttributes: [
      attribute('value', 'The id of the group.', { caseExact: true, mutability: 'readOnly' }),
      attribute('$ref', 'The URI of the group.', { type: 'reference', caseExact: true, mutability: 'readOnly', referenceTypes: ['Group'] }),
      attribute('display', 'The name of the group.', { mutability: 'readOnly' }),
      attribute('type', 'Whether the membership is direct.', { mutability: 'readOnly', canonicalValues: ['direct', 'indirect'] }),
    ],
  });
