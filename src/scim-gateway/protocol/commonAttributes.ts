import { type Attribute, attribute } from './schema.ts';

/** What every resource has beside its schema (RFC 7643 §3.1), and `schemas`, which is derived from what the resource holds (§3). */
export const commonAttributes: readonly Attribute[] = [
  attribute('schemas', 'The URNs of the schemas that the resource holds attributes of.', {
    type: 'reference',
    multiValued: true,
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    referenceTypes: ['uri'],
  }),
  attribute('id', 'The unique and lasting identifier that the service gave to the resource.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('externalId', "The provisioning client's own identifier of the resource.", { caseExact: true }),
  attribute('meta', 'When and where the resource was made and changed.', {
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'The name of the resource type.', { caseExact: true, mutability: 'readOnly' }),
      attribute('created', 'When the resource was made.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('lastModified', 'When the resource last changed.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('location', 'The URI of the resource.', {
        type: 'reference',
        caseExact: true,
        mutability: 'readOnly',
        referenceTypes: ['uri'],
      }),
      attribute('version', 'The entity tag of the resource.', { caseExact: true, mutability: 'readOnly' }),
    ],
  }),
];
