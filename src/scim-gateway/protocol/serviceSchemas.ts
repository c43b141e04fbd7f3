import { attribute, type Characteristics, type Schema } from './schema.ts';

/** An attribute that only the service sets. */
const told = (name: string, description: string, characteristics: Characteristics = {}) =>
  attribute(name, description, { mutability: 'readOnly', ...characteristics });

const flag = (name: string, description: string) => told(name, description, { type: 'boolean', required: true });
const count = (name: string, description: string, required = true) => told(name, description, { type: 'integer', required });
const word = (name: string, description: string, characteristics: Characteristics = {}) =>
  told(name, description, { caseExact: true, ...characteristics });
const uri = (name: string, description: string, referenceType: string, required = false) =>
  told(name, description, { type: 'reference', caseExact: true, required, referenceTypes: [referenceType] });

const supported = flag('supported', 'Whether it is offered.');
const feature = (name: string, description: string, limits: Schema['attributes'] = []) =>
  told(name, description, { required: true, subAttributes: [supported, ...limits] });

/** RFC 7643 §5, and RFC 9865 §4. */
export const serviceProviderConfigSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  name: 'ServiceProviderConfig',
  description: 'What the service offers.',
  attributes: [
    uri('documentationUri', 'Where the service is documented for people.', 'external'),
    feature('patch', 'Changes by PATCH.'),
    feature('bulk', 'Many operations in one request.', [
      count('maxOperations', 'The most operations of a request.'),
      count('maxPayloadSize', 'The most bytes of a request.'),
    ]),
    feature('filter', 'Questions by filter.', [count('maxResults', 'The most resources of an answer.')]),
    feature('changePassword', 'Changes of passwords.'),
    feature('sort', 'Lists in an order that was asked for.'),
    feature('etag', 'Entity tags of resources.'),
    told('pagination', 'How lists are paged.', {
      subAttributes: [
        flag('cursor', 'Whether pages can be asked for by cursor.'),
        flag('index', 'Whether pages can be asked for by index.'),
        word('defaultPaginationMethod', 'How a list is paged where the query does not say.', { canonicalValues: ['cursor', 'index'] }),
        count('defaultPageSize', 'How many resources a page has where the query does not say.', false),
        count('maxPageSize', 'The most resources of a page.', false),
        count('cursorTimeout', 'How many seconds a cursor is good for.', false),
      ],
    }),
    told('authenticationSchemes', 'How a client can prove who it is.', {
      multiValued: true,
      required: true,
      subAttributes: [
        word('type', 'The kind of scheme.', {
          required: true,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
        }),
        told('name', 'The name of the scheme, for people.', { required: true }),
        told('description', 'What the scheme is, for people.', { required: true }),
        uri('specUri', 'Where the scheme is specified.', 'external'),
        uri('documentationUri', 'Where the use of the scheme is documented.', 'external'),
        told('primary', 'True for the preferred scheme.', { type: 'boolean' }),
      ],
    }),
  ],
};

/** RFC 7643 §6. */
export const resourceTypeSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  name: 'ResourceType',
  description: 'A type of resource, and where its resources are.',
  attributes: [
    word('name', 'The name of the type.', { required: true }),
    told('description', 'What the type is, for people.'),
    uri('endpoint', 'Where its resources are, below the base URL.', 'uri', true),
    uri('schema', 'The URN of its schema.', 'uri', true),
    told('schemaExtensions', 'The schemas that extend it.', {
      multiValued: true,
      subAttributes: [
        uri('schema', 'The URN of the schema.', 'uri', true),
        flag('required', 'Whether every resource of the type must have attributes of it.'),
      ],
    }),
  ],
};

const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'];

/** RFC 7643 §2.2 and §7. */
const characteristics = [
  word('name', 'The name of the attribute.', { required: true }),
  word('type', 'What its values are.', { required: true, canonicalValues: types }),
  flag('multiValued', 'Whether it has a list of values.'),
  told('description', 'What the attribute is, for people.'),
  flag('required', 'Whether a resource must have it.'),
  word('canonicalValues', 'Values that are usual; others are taken too.', { multiValued: true }),
  told('caseExact', 'Whether case counts when its values are compared.', { type: 'boolean' }),
  word('mutability', 'Who may set it, and when.', {
    required: true,
    canonicalValues: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  }),
  word('returned', 'When it is answered.', { required: true, canonicalValues: ['always', 'never', 'default', 'request'] }),
  word('uniqueness', 'Among whom its values are unique.', { canonicalValues: ['none', 'server', 'global'] }),
  word('referenceTypes', 'What it may refer to.', { multiValued: true }),
];

/** RFC 7643 §7. */
export const schemaSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
  name: 'Schema',
  description: 'The attributes of a schema and their characteristics.',
  attributes: [
    told('name', 'The name of the schema, for people.'),
    told('description', 'What the schema is about, for people.'),
    told('attributes', 'Its attributes.', {
      multiValued: true,
      required: true,
      subAttributes: [
        ...characteristics,
        told('subAttributes', 'The attributes within a complex attribute.', { multiValued: true, subAttributes: characteristics }),
      ],
    }),
  ],
};
