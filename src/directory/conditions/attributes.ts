import { Prisma } from '#generated/prisma/client.ts';
import type { Subject } from './condition.ts';
import { type ComparedKind, kinds } from './kinds.ts';
import type { Reach } from './subjects.ts';

type Sql = Prisma.Sql;

/** What is read in memory: a row, or an element of a list. */
export type Fields = Readonly<Record<string, unknown>>;

type Read = {
  /** The column's expression, of a row or element with this alias. */
  sql: (row: Sql) => Sql;
  value: (fields: Fields) => unknown;
};

export type ComparedAttribute = Read & { kind: ComparedKind; description: string };

export type CollectionAttribute = Read & {
  kind: 'collection';
  description: string;
  /** What its elements are. */
  of: Subject;
  /** An indexed array of the folded values of its elements. */
  foldedValues?: (row: Sql) => Sql;
};

/** Attributes of the same row that are asked about together. */
export type PartAttribute = { kind: 'part'; description: string; of: Subject };

/** Fields of a where that are no attributes but questions of their own. */
export type QuestionKind = 'and' | 'or' | 'not' | 'manager' | 'reportsTo' | 'memberOf' | 'notMemberOf' | 'members' | 'extension';

export type Question = { kind: QuestionKind; description: string };

export type Attribute = ComparedAttribute | CollectionAttribute | PartAttribute | Question;

const columnSql = (name: string) => (row: Sql) => Prisma.sql`${row}.${Prisma.raw(`"${name}"`)}`;

const column = (kind: ComparedKind, name: string, description: string): ComparedAttribute => ({
  kind,
  description,
  sql: columnSql(name),
  value: (fields) => fields[name],
});

const collection = (name: string, of: Subject, description: string): CollectionAttribute => ({
  kind: 'collection',
  of,
  description,
  sql: columnSql(name),
  value: (fields) => fields[name],
});

/** An attribute of a JSON element, whose alias names a row with the single column "value". */
const property = (kind: ComparedKind, name: string, description: string): ComparedAttribute => ({
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

const User = {
  ...connectives,
  id: column('id', 'id', 'The id.'),
  connection: column('id', 'connectionId', 'The id of the connection.'),
  externalId: column('exactString', 'externalId', "The provider's own id, compared exactly."),
  userName: column('string', 'userName', 'The name to sign in with.'),
  displayName: column('string', 'displayName', 'The name to show.'),
  name: { kind: 'part', of: 'Name', description: 'The parts of the name.' } satisfies PartAttribute,
  nickName: column('string', 'nickName', 'The nickname.'),
  profileUrl: column('string', 'profileUrl', 'The address of a page about the person.'),
  title: column('string', 'title', 'The job title.'),
  userType: column('string', 'userType', 'Such as "Employee" or "Contractor".'),
  preferredLanguage: column('string', 'preferredLanguage', 'The preferred language.'),
  locale: column('string', 'locale', 'The locale.'),
  timezone: column('string', 'timezone', 'The time zone.'),
  active: column('boolean', 'active', 'Whether the person is neither gone nor suspended.'),
  emails: {
    ...collection('emails', 'MultiValue', 'The email addresses.'),
    foldedValues: (row: Sql) => Prisma.sql`folded_values(${row}."emails")`,
  },
  phoneNumbers: collection('phoneNumbers', 'MultiValue', 'The phone numbers.'),
  ims: collection('ims', 'MultiValue', 'The instant messaging addresses.'),
  photos: collection('photos', 'MultiValue', 'The addresses of photos.'),
  addresses: collection('addresses', 'Address', 'The postal addresses.'),
  entitlements: collection('entitlements', 'MultiValue', 'The entitlements.'),
  roles: collection('roles', 'MultiValue', 'The roles.'),
  x509Certificates: collection('x509Certificates', 'MultiValue', 'The X.509 certificates.'),
  employeeNumber: column('string', 'employeeNumber', 'The employee number.'),
  costCenter: column('string', 'costCenter', 'The cost center.'),
  organization: column('string', 'organization', 'The organization.'),
  division: column('string', 'division', 'The division.'),
  department: column('string', 'department', 'The department.'),
  managerReference: column('exactString', 'managerReference', 'The manager as the provider names them, compared exactly.'),
  manager: question('manager', 'Has a known manager for whom this holds.'),
  reportsTo: question('reportsTo', 'Has this person somewhere up the chain of managers.'),
  ...membership,
  attribute: question('extension', 'An attribute of another SCIM schema.'),
  createdAt: column('dateTime', 'createdAt', 'When the person was made.'),
  updatedAt: column('dateTime', 'updatedAt', 'When the person last changed.'),
};

/** Of a group with its members, as a condition asks about it in memory. */
const directMembers = (group: Fields): number => (group.members as Reach).direct.length;

const Group = {
  ...connectives,
  id: column('id', 'id', 'The id.'),
  connection: column('id', 'connectionId', 'The id of the connection.'),
  externalId: column('exactString', 'externalId', "The provider's own id, compared exactly."),
  displayName: column('string', 'displayName', "The group's name."),
  createdAt: column('dateTime', 'createdAt', 'When the group was made.'),
  updatedAt: column('dateTime', 'updatedAt', 'When the group or its members last changed.'),
  members: question('members', 'Has these users and groups among its members.'),
  memberCount: {
    kind: 'number',
    description: 'How many direct members there are.',
    sql: (row: Sql) => Prisma.sql`(SELECT count(*) FROM "memberships" AS "counted" WHERE "counted"."groupId" = ${row}."id")`,
    value: directMembers,
  } satisfies ComparedAttribute,
  ...membership,
};

const Name = {
  formatted: column('string', 'formattedName', 'The full name as it is written.'),
  familyName: column('string', 'familyName', 'The family name.'),
  givenName: column('string', 'givenName', 'The given name.'),
  middleName: column('string', 'middleName', 'The middle names.'),
  honorificPrefix: column('string', 'honorificPrefix', 'Such as "Dr.".'),
  honorificSuffix: column('string', 'honorificSuffix', 'Such as "III".'),
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

/** Every field of every where: all readers, and the inputs of GraphQL, are derived from these tables. */
export const attributes = { User, Group, Name, MultiValue, Address } satisfies Record<Subject, Record<string, Attribute>>;

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
export function collectionAttribute(subject: Subject, name: string): CollectionAttribute {
  const attribute = attributeNamed(subject, name);
  if (attribute?.kind === 'collection') return attribute;
  throw new TypeError(`${subject} has no collection "${name}".`);
}
