import { GraphQLError } from 'graphql';
import type { DirectoryError } from '#directory/errors.ts';
import { toRefusal } from '#directory/refusals.ts';

/** What a caller is told of an error: a refusal of the directory as it is, a fault of the server without its reason. */
export function publish(error: unknown, requestId: string, log: (fault: unknown) => void): GraphQLError {
  const graphqlError = error instanceof GraphQLError ? error : undefined;
  const cause = graphqlError ? graphqlError.originalError : error;
  const { nodes, source, positions, path } = graphqlError ?? {};
  // What graphql itself refuses (syntax, validation, variables) has no other error behind it.
  if (graphqlError && (!cause || cause instanceof GraphQLError)) {
    // Yoga tells of a body that is no JSON by repeating all of it.
    const extensions = { code: 'INVALID_INPUT', ...graphqlError.extensions, originalError: undefined };
    return new GraphQLError(graphqlError.message, { nodes, source, positions, path, extensions });
  }
  const refusal = toRefusal(cause);
  if (refusal) return new GraphQLError(refusal.message, { nodes, source, positions, path, extensions: extensionsOf(refusal) });
  log(cause);
  const message = `The server failed. Ask its operator about request ${requestId}.`;
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { code: 'INTERNAL', requestId } });
}

const statuses: Partial<Record<DirectoryError['code'], number>> = { UNAUTHENTICATED: 401 };

const extensionsOf = ({ code }: DirectoryError) => ({ code, ...(statuses[code] && { http: { status: statuses[code] } }) });
