import { Prisma } from '#generated/prisma/client.ts';
import { assignedDevices, type Collection, factList, objectList, textList } from './collections.ts';
import type { CollectionName, Subject } from './condition.ts';
import { type ComparedKind, kinds } from './kinds.ts';
import type { Fields, Reach } from './subjects.ts';

type Sql = Prisma.Sql;

type Read = {
  /** The column's expression, of a row or element with this alias. */
  sql: (row: Sql) => Sql;
  value: (fields: Fields) => unknown;
};

/** An attribute says what it is, unless a column of the same name in schema.prisma says it. */
type Described = { description: string } | { column: string };

export type ComparedAttribute = Read & Described & { kind: ComparedKind };

export type CollectionAttribute = Collection & Described & { kind: 'collection' };

/** Attributes of the same row that are asked about together. */
export type PartAttribute = { kind: 'part'; description: string; of: Subject };

/** Fields of a where that are no attributes but questions of their own. */
export type QuestionKind =
  | 'and'
  | 'or'
  | 'not'
  | 'manager'
  | 'reportsTo'
  | 'memberOf'
  | 'notMemberOf'
  | 'members'
  | 'extension'
  | 'facts'
  | 'assignedUser'
  | 'inPolicies';

export type Question = { kind: QuestionKind; description: string };

export type Attribute = ComparedAttribute | CollectionAttribute | PartAttribute | Question;

const columnSql = (name: string) => (row: Sql) => Prisma.sql`${row}.${Prisma.raw(`"${name}"`)}`;

const column = (kind: ComparedKind, name: string): ComparedAttribute => ({
  kind,
  column: name,
  sql: columnSql(name),
  value: (fields) => fields[name],
});

const collection = (name: string, of: Subject): CollectionAttribute => ({ kind: 'collection', column: name, ...objectList(name, of) });

/** An attribute of a JSON element, whose alias names a row with the single column "value". */
const property = (kind: ComparedKind, name: string, description: string): ComparedAttribute & { description: string } => ({
  kind,
  description,
  sql: (element) => kinds[kind].fromJson(Prisma.sql`${element}."value" -> ${Prisma.raw(`'${name}'`)}`),
  value: (fields) => fields[name],
});

const question = (kind: QuestionKind, description: string): Question => ({ kind, description });

const connectives = {
  and: question('and', 'All of these; an empty list is true.'),
  or: question('or', 'At least one of these; an empty list is false.'),
  not: question('not', 'The exact negation of this.'),
};

const membership = {
  memberOf: question('memberOf', 'Is a member of these groups.'),
  notMemberOf: question('notMemberOf', 'The exact negation of memberOf.'),
};

const policies = { inPolicies: question('inPolicies', 'Is in these policies.') };

const User = {
  ...connectives,
  id: column('id', 'id'),
  connection: { ...column('id', 'connectionId'), description: 'The id of the connection.' },
  externalId: column('exactString', 'externalId'),
  userName: column('string', 'userName'),
  displayName: column('string', 'displayName'),
  name: { kind: 'part', of: 'Name', description: 'The parts of the name.' } satisfies PartAttribute,
  nickName: column('string', 'nickName'),
  profileUrl: column('string', 'profileUrl'),
  title: column('string', 'title'),
  userType: column('string', 'userType'),
  preferredLanguage: column('string', 'preferredLanguage'),
  locale: column('string', 'locale'),
  timezone: column('string', 'timezone'),
  active: column('boolean', 'active'),
  emails: {
    ...collection('emails', 'MultiValue'),
    foldedValues: (row: Sql) => Prisma.sql`folded_values(${row}."emails")`,
  },
  phoneNumbers: collection('phoneNumbers', 'MultiValue'),
  ims: collection('ims', 'MultiValue'),
  photos: collection('photos', 'MultiValue'),
  addresses: collection('addresses', 'Address'),
  entitlements: collection('entitlements', 'MultiValue'),
  roles: collection('roles', 'MultiValue'),
  x509Certificates: collection('x509Certificates', 'MultiValue'),
  employeeNumber: column('string', 'employeeNumber'),
  costCenter: column('string', 'costCenter'),
  organization: column('string', 'organization'),
  division: column('string', 'division'),
  department: column('string', 'department'),
  managerReference: column('exactString', 'managerReference'),
  manager: question('manager', 'Has a known manager for whom this holds.'),
  reportsTo: question('reportsTo', 'Has this person somewhere up the chain of managers.'),
  ...membership,
  devices: {
    kind: 'collection',
    description: 'The devices that are assigned to the person.',
    ...assignedDevices,
  } satisfies CollectionAttribute,
  attribute: question('extension', 'An attribute of another SCIM schema.'),
  ...policies,
  createdAt: column('dateTime', 'createdAt'),
  updatedAt: column('dateTime', 'updatedAt'),
};

/** Of a group with its members, as a condition asks about it in memory. */
const directMembers = (group: Fields): number => (group.members as Reach).direct.length;

const Group = {
  ...connectives,
  id: column('id', 'id'),
  connection: { ...column('id', 'connectionId'), description: 'The id of the connection.' },
  externalId: column('exactString', 'externalId'),
  displayName: column('string', 'displayName'),
  createdAt: column('dateTime', 'createdAt'),
  updatedAt: column('dateTime', 'updatedAt'),
  members: question('members', 'Has these users and groups among its members.'),
  memberCount: {
    kind: 'number',
    description: 'How many direct members there are.',
    sql: (row: Sql) => Prisma.sql`(SELECT count(*) FROM "memberships" AS "counted" WHERE "counted"."groupId" = ${row}."id")`,
    value: directMembers,
  } satisfies ComparedAttribute,
  ...membership,
  attribute: question('extension', 'An attribute of another SCIM schema.'),
};

const Device = {
  ...connectives,
  id: column('id', 'id'),
  connection: { ...column('id', 'connectionId'), description: 'The id of the connection.' },
  serialNumber: column('string', 'serialNumber'),
  udid: column('string', 'udid'),
  name: column('string', 'name'),
  platform: column('string', 'platform'),
  osVersion: column('version', 'osVersion'),
  osBuild: column('string', 'osBuild'),
  model: column('string', 'model'),
  manufacturer: column('string', 'manufacturer'),
  chip: column('string', 'chip'),
  supervised: column('boolean', 'supervised'),
  enrollmentType: column('string', 'enrollmentType'),
  enrolledAt: column('dateTime', 'enrolledAt'),
  lastCheckInAt: column('dateTime', 'lastCheckInAt'),
  ownership: column('string', 'ownership'),
  encrypted: column('boolean', 'encrypted'),
  assetTag: column('string', 'assetTag'),
  tags: { kind: 'collection', column: 'tags', ...textList('tags') } satisfies CollectionAttribute,
  facts: question('facts', 'A fact that its agents report.'),
  reportedAccount: column('string', 'reportedAccount'),
  assignedUser: question('assignedUser', 'Is assigned to a user who is there and for whom this holds.'),
  assignedUserId: column('id', 'assignedUserId'),
  assignmentSource: column('assignmentSource', 'assignmentSource'),
  assignedAt: column('dateTime', 'assignedAt'),
  ...policies,
  createdAt: column('dateTime', 'createdAt'),
  updatedAt: column('dateTime', 'updatedAt'),
};

const Name = {
  formatted: column('string', 'formattedName'),
  familyName: column('string', 'familyName'),
  givenName: column('string', 'givenName'),
  middleName: column('string', 'middleName'),
  honorificPrefix: column('string', 'honorificPrefix'),
  honorificSuffix: column('string', 'honorificSuffix'),
};

const MultiValue = {
  ...connectives,
  value: property('string', 'value', 'The value itself.'),
  display: property('string', 'display', 'The value as it is shown.'),
  type: property('string', 'type', 'Such as "work" or "home".'),
  primary: property('boolean', 'primary', 'Whether it is the preferred one.'),
};

const Address = {
  ...connectives,
  formatted: property('string', 'formatted', 'The full address as it is written.'),
  streetAddress: property('string', 'streetAddress', 'The street and house.'),
  locality: property('string', 'locality', 'The city or locality.'),
  region: property('string', 'region', 'The state or region.'),
  postalCode: property('string', 'postalCode', 'The postal code.'),
  country: property('string', 'country', 'The country.'),
  type: property('string', 'type', 'Such as "work" or "home".'),
  primary: property('boolean', 'primary', 'Whether it is the preferred one.'),
};

/** One text of a list, which is asked about as a value is. */
const Text = {
  value: {
    kind: 'string',
    description: 'The text itself.',
    sql: (element) => kinds.string.fromJson(Prisma.sql`${element}."value"`),
    value: ({ value }) => value,
  } satisfies ComparedAttribute,
};

/** Every field of every where: all readers, and the inputs of GraphQL, are derived from these tables. */
export const attributes = { User, Group, Device, Name, MultiValue, Address, Text } satisfies Record<Subject, Record<string, Attribute>>;

/** The field of this name, if the subject has it. */
export const attributeNamed = (subject: Subject, name: string): Attribute | undefined => {
  const named: Record<string, Attribute> = attributes[subject];
  return Object.hasOwn(named, name) ? named[name] : undefined;
};

export const isCompared = (attribute: Attribute | undefined): attribute is ComparedAttribute =>
  attribute !== undefined && Object.hasOwn(kinds, attribute.kind);

/** The attribute that a node compares; the door has made sure of it. */
export function comparedAttribute(subject: Subject, name: string): ComparedAttribute {
  const attribute = attributeNamed(subject, name);
  if (isCompared(attribute)) return attribute;
  throw new TypeError(`${subject} has no attribute "${name}" to compare.`);
}

/** The collection that a node asks about; the door has made sure of it. */
export function collectionNamed({ subject, attribute: name, key }: CollectionName): Collection {
  if (key !== undefined) return factList(key);
  const attribute = attributeNamed(subject, name);
  if (attribute?.kind === 'collection') return attribute;
  throw new TypeError(`${subject} has no collection "${name}".`);
}
