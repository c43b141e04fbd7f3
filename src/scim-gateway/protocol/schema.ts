/** One attribute of a schema with its characteristics (RFC 7643 §7). */
export interface Attribute {
  name: string;
  type: 'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'binary' | 'reference' | 'complex';
  multiValued: boolean;
  description: string;
  required: boolean;
  canonicalValues?: readonly string[];
  caseExact: boolean;
  mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  returned: 'always' | 'never' | 'default' | 'request';
  uniqueness: 'none' | 'server' | 'global';
  referenceTypes?: readonly string[];
  subAttributes?: readonly Attribute[];
}

export interface Schema {
  id: string;
  name: string;
  description: string;
  attributes: readonly Attribute[];
}

/** What resources are described by: their own schema, and those that extend it (RFC 7643 §3.3). */
export interface Described {
  schema: Schema;
  extensions: readonly { schema: Schema; required: boolean }[];
  /** Schemas of which some attributes are declared: those have names and types, and others beside them are kept as they are sent. */
  declared?: readonly Schema[];
}

export interface ResourceType extends Described {
  id: 'User' | 'Group' | 'Device';
  name: string;
  endpoint: '/Users' | '/Groups' | '/Devices';
  description: string;
  /** What is said to a client who would write it; missing where one may. */
  readOnly?: string;
}

export type Characteristics = Partial<Omit<Attribute, 'name' | 'description'>>;

/** An attribute with the default characteristics of RFC 7643 §2.2, unless others are given. */
export const attribute = (name: string, description: string, characteristics: Characteristics = {}): Attribute => ({
  name,
  type: characteristics.subAttributes ? 'complex' : 'string',
  multiValued: false,
  description,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...characteristics,
});
