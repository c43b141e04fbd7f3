import { type GraphQLSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql';

/** The coordinates of every argument and input field of the schema that takes an id or ids. */
export function idCoordinates(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const takesId = ({ type }: { type: Parameters<typeof getNamedType>[0] }) => getNamedType(type)?.name === 'ID';
  const inputFields = types.filter(isInputObjectType).flatMap((type) =>
    Object.values(type.getFields())
      .filter(takesId)
      .map(({ name }) => `${type.name}.${name}`),
  );
  const fieldArguments = types
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()))
    .flatMap((field) => field.args.filter(takesId).map(({ name }) => `${field.name}(${name}:)`));
  return [...inputFields, ...fieldArguments].sort();
}
