import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLDirective,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema as served } from '#graph/schema.ts';

const text = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');
const schema = buildSchema(text);

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const objects = types.filter(isObjectType);
const named = objects.flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({ place: `${type.name}.${field.name}`, type, field })),
);

interface Described {
  place: string;
  description?: string | null | undefined;
}

/** The coordinates of a type and of everything in it. */
function coordinatesOf(type: GraphQLNamedType): Described[] {
  const own = { place: type.name, description: type.description };
  const within = ({ name, description }: { name: string; description?: string | null | undefined }) => ({
    place: `${type.name}.${name}`,
    description,
  });
  if (isEnumType(type)) return [own, ...type.getValues().map(within)];
  if (isInputObjectType(type)) return [own, ...Object.values(type.getFields()).map(within)];
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields());
    return [
      own,
      ...fields.map(within),
      ...fields.flatMap(({ name, args }) =>
        args.map((argument) => ({ place: `${type.name}.${name}(${argument.name}:)`, description: argument.description })),
      ),
    ];
  }
  return [own];
}

const coordinatesOfDirective = ({ name, description, args }: GraphQLDirective): Described[] => [
  { place: `@${name}`, description },
  ...args.map((argument) => ({ place: `@${name}(${argument.name}:)`, description: argument.description })),
];

const isListOf = (type: GraphQLOutputType, test: (type: GraphQLNamedType) => boolean): boolean =>
  isNonNullType(type) ? isListOf(type.ofType, test) : isListType(type) && test(getNamedType(type));

/** Lists of objects that have no pages, each with its reason. */
const unpaged: Record<string, string> = {
  'AssignDevicesPayload.results': 'one for each row that was sent, at most 1,000',
  'Connection.observed': 'one for each habit at most',
  'DeviceAccountMatch.candidates': 'at most 10, to choose from; candidateCount tells of more',
  'RegisterDevicesPayload.results': 'one for each device that was sent, at most 1,000',
  'User.emails': 'a column of the person, at most 200',
  'User.phoneNumbers': 'a column of the person, at most 200',
  'User.ims': 'a column of the person, at most 200',
  'User.photos': 'a column of the person, at most 200',
  'User.addresses': 'a column of the person, at most 200',
  'User.entitlements': 'a column of the person, at most 200',
  'User.roles': 'a column of the person, at most 200',
  'User.x509Certificates': 'a column of the person, at most 200',
  'User.reportChain': 'at most 100 people, and of use only as a whole',
  'User.groupReferences': 'SCIM knows no pages inside a resource; consoles use User.groups',
  'Query.nodes': 'the ids that are asked for, at most 200',
  'Group.memberReferences': 'SCIM knows no pages inside a resource; consoles use Group.members',
  'PolicyExplanation.nodes': 'one tree, of at most 1,000 nodes',
  'PolicyPreview.unmatched': 'at most 40',
  'CreatePolicyPayload.unmatched': 'at most 40',
  'UpdatePolicyPayload.unmatched': 'at most 40',
  'ProfileTemplate.variables': 'a column of the template, at most 200',
};

const isPage = (type: GraphQLNamedType) => type.name !== 'Connection' && type.name.endsWith('Connection');
const isPartOfPage = (type: GraphQLNamedType, field: string) => isPage(type) && ['edges', 'nodes'].includes(field);

describe('schema.graphql', () => {
  it('is what is served: otherwise run `npm run schema`', () => {
    expect(text).toBe(`${printSchema(lexicographicSortSchema(served))}\n`);
  });

  it('describes every type, field, argument, input field, enum value and directive', () => {
    const coordinates = [
      ...types.filter((type) => !isSpecifiedScalarType(type)).flatMap(coordinatesOf),
      ...schema
        .getDirectives()
        .filter((directive) => !isSpecifiedDirective(directive))
        .flatMap(coordinatesOfDirective),
    ];
    expect(coordinates.filter(({ description }) => !description?.trim().endsWith('.')).map(({ place }) => place)).toEqual([]);
  });

  it('pages every list of objects, or gives a reason', () => {
    const lists = named.filter(({ type, field }) => isListOf(field.type, isCompositeType) && !isPartOfPage(type, field.name));
    expect(lists.map(({ place }) => place).sort()).toEqual(Object.keys(unpaged).sort());
  });

  it('gives every page its edges, nodes, pageInfo and totalCount, and every paged field its arguments', () => {
    for (const page of objects.filter(isPage)) {
      expect(Object.keys(page.getFields()).sort(), page.name).toEqual(['edges', 'nodes', 'pageInfo', 'totalCount']);
    }
    for (const { place, field } of named.filter((each) => isPage(getNamedType(each.field.type)))) {
      const names = field.args.map(({ name }) => name);
      expect(names, place).toEqual(expect.arrayContaining(['first', 'after', 'last', 'before', 'offset']));
    }
  });

  it('gives every mutation one input, and a payload of its own that holds the noun', () => {
    for (const { name, args, type } of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const capital = `${name[0]?.toUpperCase()}${name.slice(1)}`;
      expect(args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual([`input: ${capital}Input!`]);
      expect(String(type)).toBe(`${capital}Payload`);
    }
  });

  it('lets every update and deletion name the version that was read', () => {
    const inputs = types.filter(isInputObjectType).filter(({ name }) => /^(Update|Delete)\w+Input$/.test(name));
    expect(inputs.length).toBeGreaterThan(5);
    for (const input of inputs) {
      const { id, expectedVersion } = input.getFields();
      expect([String(id?.type), String(expectedVersion?.type)], input.name).toEqual(['ID!', 'Int']);
    }
  });

  it.each([
    'Query.viewer: Viewer',
    'Query.user(by: UserBy!): User',
    'Query.group(by: GroupBy!): Group',
    'Query.connection(id: ID!): Connection',
    'Mutation.createConnection(input: CreateConnectionInput!): CreateConnectionPayload',
    'Mutation.rotateConnectionToken(input: RotateConnectionTokenInput!): RotateConnectionTokenPayload',
    'CreateConnectionPayload.connection: Connection!',
    'CreateConnectionPayload.token: String!',
    'Connection.scimUrl: String!',
    'Connection.provider: Provider!',
  ])('keeps %s', (signature) => {
    expect(named.map(({ place, field }) => `${place}${signatureOf(field.args)}: ${field.type}`)).toContain(signature);
  });

  it('keeps the names that others rely on', () => {
    const inputNames = (name: string) => {
      const type = schema.getType(name);
      return isInputObjectType(type) ? Object.keys(type.getFields()) : [];
    };
    const by = schema.getType('UserBy');
    expect(isInputObjectType(by) && by.isOneOf).toBe(true);
    expect(inputNames('UserBy')).toEqual(['externalId', 'id', 'userName']);
    expect(inputNames('UserNameKey')).toEqual(['connectionId', 'userName']);
    const provider = schema.getType('Provider');
    expect(isEnumType(provider) && provider.getValues().map(({ name }) => name)).toEqual(
      ['OKTA', 'ENTRA_ID', 'GOOGLE', 'JUMPCLOUD', 'ONELOGIN', 'PING', 'GENERIC', 'MANUAL'].sort(),
    );
    for (const field of ['users', 'groups']) {
      const names = schema
        .getQueryType()
        ?.getFields()
        [field]?.args.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['where', 'orderBy', 'first', 'after', 'last', 'before', 'offset']));
    }
  });
});

const signatureOf = (args: readonly { name: string; type: unknown }[]) =>
  args.length ? `(${args.map(({ name, type }) => `${name}: ${type}`).join(', ')})` : '';
