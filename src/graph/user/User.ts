import { definitionsOf } from '#directory/definitions.ts';
import { attributesByKey } from '#directory/userAttributes.ts';
import type { User as UserRow } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';
import { Node } from '../node/Node.ts';
import { Address, type AddressShape, MultiValue, type MultiValueShape } from './MultiValue.ts';
import { Name } from './Name.ts';

/** A person. What crosses to other nouns stands in files of its own: User.groups.ts, User.manager.ts … */
export const User = builder.prismaObject('User', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    externalId: t.exposeString('externalId', { nullable: true }),
    userName: t.exposeString('userName'),
    displayName: t.exposeString('displayName', { nullable: true }),
    name: t.field({
      type: Name,
      nullable: true,
      description: 'The parts of the name; null when there are none.',
      resolve: (user) => (nameParts.some((part) => user[part] !== null) ? user : null),
    }),
    nickName: t.exposeString('nickName', { nullable: true }),
    profileUrl: t.exposeString('profileUrl', { nullable: true }),
    title: t.exposeString('title', { nullable: true }),
    userType: t.exposeString('userType', { nullable: true }),
    preferredLanguage: t.exposeString('preferredLanguage', { nullable: true }),
    locale: t.exposeString('locale', { nullable: true }),
    timezone: t.exposeString('timezone', { nullable: true }),
    active: t.exposeBoolean('active'),
    ...Object.fromEntries(
      multiValued.map((column) => [
        column,
        t.field({
          type: [MultiValue],
          description: documentation('User', column),
          resolve: (user) => elements<MultiValueShape>(user[column]),
        }),
      ]),
    ),
    addresses: t.field({
      type: [Address],
      description: documentation('User', 'addresses'),
      resolve: ({ addresses }) => elements<AddressShape>(addresses),
    }),
    employeeNumber: t.exposeString('employeeNumber', { nullable: true }),
    costCenter: t.exposeString('costCenter', { nullable: true }),
    organization: t.exposeString('organization', { nullable: true }),
    division: t.exposeString('division', { nullable: true }),
    department: t.exposeString('department', { nullable: true }),
    managerReference: t.exposeString('managerReference', { nullable: true }),
    extensions: t.field({ type: 'JSONObject', description: documentation('User', 'extensions'), resolve: (user) => user.extensions }),
    attributes: t.field({
      type: 'JSONObject',
      description: 'The custom attributes that are declared, by the keys of their definitions; those without a value are left out.',
      resolve: async ({ extensions }, _, { session }) => attributesByKey(await definitionsOf(session), extensions),
    }),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const nameParts = [
  'formattedName',
  'familyName',
  'givenName',
  'middleName',
  'honorificPrefix',
  'honorificSuffix',
] as const satisfies (keyof UserRow)[];

const multiValued = [
  'emails',
  'phoneNumbers',
  'ims',
  'photos',
  'entitlements',
  'roles',
  'x509Certificates',
] as const satisfies (keyof UserRow)[];

/** A JSON column that only the directory writes, through its validating door. */
const elements = <Element>(column: unknown) => column as Element[];
