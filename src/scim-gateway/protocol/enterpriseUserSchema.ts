import { attribute, type Schema } from './schema.ts';

/** RFC 7643 §4.3. */
export const enterpriseUserSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'What an organization knows about a person who belongs to it.',
  attributes: [
    attribute('employeeNumber', 'The number or code that the organization gave to the person.'),
    attribute('costCenter', 'The cost center.'),
    attribute('organization', 'The organization.'),
    attribute('division', 'The division.'),
    attribute('department', 'The department.'),
    attribute('manager', "The person's manager.", {
      subAttributes: [
        attribute('value', 'The manager as the provider names them: an id or an externalId.', { caseExact: true }),
        attribute('$ref', "The URI of the manager's user.", { type: 'reference', caseExact: true, referenceTypes: ['User'] }),
        attribute('displayName', "The manager's name.", { mutability: 'readOnly' }),
      ],
    }),
  ],
};
