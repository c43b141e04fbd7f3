import { type DocumentNode, execute, type GraphQLError, validate } from 'graphql';
import type { Authority } from '#directory/accessTokens.ts';
import { type Caller, createContext } from './context.ts';
import { publish } from './publish.ts';
import { schema } from './schema.ts';

const valid = new WeakSet<DocumentNode>();

/** Runs a document on the resolvers of the HTTP endpoint, without HTTP: its data, or its first error as a client would see it. */
export async function executeInProcess(
  authority: Authority,
  document: DocumentNode,
  variables: object,
  caller: Caller,
  requestId: string,
  fault: (error: unknown) => void,
): Promise<{ data: unknown } | { error: GraphQLError }> {
  try {
    const refused = valid.has(document) ? [] : validate(schema, document);
    if (refused[0]) throw refused[0];
    valid.add(document);
    const contextValue = await createContext(authority, caller);
    const { data, errors } = await execute({ schema, document, variableValues: { ...variables }, contextValue });
    if (errors?.[0]) throw errors[0];
    return { data };
  } catch (error) {
    return { error: publish(error, requestId, fault) };
  }
}
