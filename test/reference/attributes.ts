import type { Element } from './state.ts';

/** What a value of an attribute looks like, in the words of RFC 7643 §2.3. */
export type Kind = 'text' | 'flag' | 'complex' | 'list' | 'open' | 'members';

export interface AttributeRow {
  kind: Kind;
  /** The sub-attributes: texts, but for `primary`. */
  parts?: readonly string[];
  /** The URN of the schema that the attribute belongs to, where that is not the resource's own. */
  urn?: string;
  required?: true;
  readOnly?: true;
  /** The sub-attributes, or the attribute itself, that are compared with regard to case. */
  caseExact?: readonly string[];
  /** The sub-attributes that are base 64, which has no order (RFC 7644 §3.4.2.2). */
  binary?: readonly string[];
  readOnlyParts?: readonly string[];
  /** Who there is to be a member, by their ids. */
  people?: Readonly<Record<string, Element>>;
}

/** The attributes of a resource type, written down from RFC 7643 §4 and not from the server. */
export type Attributes = Readonly<Record<string, AttributeRow>>;

export const coreUrns = {
  User: 'urn:ietf:params:scim:schemas:core:2.0:User',
  Group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
};
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** A schema that no server knows: its attributes are whatever is sent. */
export const openUrn = 'urn:example:params:scim:schemas:badges:1.0:User';

const text: AttributeRow = { kind: 'text' };
const list: AttributeRow = { kind: 'list', parts: ['value', 'display', 'type', 'primary'] };
const enterprise: AttributeRow = { kind: 'text', urn: enterpriseUrn };
const open: AttributeRow = { kind: 'open', urn: openUrn };
const readOnly: AttributeRow = { kind: 'text', readOnly: true };
const meta: AttributeRow = { kind: 'complex', parts: ['created', 'version'], readOnly: true };

const openAttributes: Attributes = { badge: open, doors: open, level: open };

export const userAttributes: Attributes = {
  id: readOnly,
  meta,
  groups: readOnly,
  externalId: text,
  userName: { kind: 'text', required: true },
  displayName: text,
  nickName: text,
  profileUrl: text,
  title: text,
  userType: text,
  preferredLanguage: text,
  locale: text,
  timezone: text,
  active: { kind: 'flag' },
  name: { kind: 'complex', parts: ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'] },
  emails: list,
  phoneNumbers: list,
  ims: list,
  photos: { ...list, caseExact: ['value'] },
  entitlements: list,
  roles: list,
  x509Certificates: { ...list, caseExact: ['value'], binary: ['value'] },
  addresses: {
    kind: 'list',
    parts: ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type', 'primary'],
  },
  employeeNumber: enterprise,
  costCenter: enterprise,
  organization: enterprise,
  division: enterprise,
  department: enterprise,
  manager: { kind: 'complex', urn: enterpriseUrn, parts: ['value', 'displayName'], readOnlyParts: ['displayName'], caseExact: ['value'] },
  ...openAttributes,
};

/** The attributes of groups whose members may be these. */
export const groupAttributes = (people: Readonly<Record<string, Element>>): Attributes => ({
  id: readOnly,
  meta,
  externalId: text,
  displayName: { kind: 'text', required: true },
  members: { kind: 'members', parts: ['value', 'display', 'type'], caseExact: ['value'], people },
  ...openAttributes,
});
