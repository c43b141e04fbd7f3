import type { FieldNode } from 'graphql';

const names: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Whether a field asks for the schema; __typename does not. */
export const isIntrospection = ({ name }: FieldNode) => names.has(name.value);
