import { GraphQLError } from 'graphql';
import { type ErrorCode, errorCodes, invalidInput } from '#directory/errors.ts';
import { toRefusal } from '#directory/refusals.ts';

/** What a caller is told of an error: a refusal of the directory as it is, a fault of the server without its reason. */
export function publish(error: unknown, requestId: string, log: (fault: unknown) => void): GraphQLError {
  const graphqlError = error instanceof GraphQLError ? error : undefined;
  const cause = graphqlError ? graphqlError.originalError : error;
  const { nodes, source, positions, path } = graphqlError ?? {};
  const told = (message: string, extensions: Extensions) => new GraphQLError(message, { nodes, source, positions, path, extensions });
  // What graphql and Yoga refuse (syntax, validation, variables) has no other error behind it; they may repeat all that was sent.
  if (graphqlError && (!cause || cause instanceof GraphQLError)) {
    const { code, http } = graphqlError.extensions as { code?: unknown; http?: Http };
    const response = code === 'BAD_REQUEST' ? unreadable(http) : http;
    return told(shortened(graphqlError.message), { code: isErrorCode(code) ? code : 'INVALID_INPUT', ...(response && { http: response }) });
  }
  const refusal = cause instanceof SyntaxError ? invalidInput('The request holds something that is not JSON.') : toRefusal(cause);
  if (refusal) return told(refusal.message, { code: refusal.code, ...responses[refusal.code] });
  log(cause);
  return told(`The server failed. Ask its operator about request ${requestId}.`, { code: 'INTERNAL', requestId });
}

interface Extensions {
  code: ErrorCode;
  requestId?: string;
  /** For Yoga, which takes it out. */
  http?: Http;
  [other: string]: unknown;
}

export interface Http {
  status?: number;
  headers?: Record<string, string>;
  /** Whether the status is for application/graphql-response+json only; application/json is answered with 200. */
  spec?: boolean;
}

/** A request that holds no document has its status in every media type (GraphQL over HTTP: only a well-formed request is answered with 200). */
const unreadable = ({ spec: _, ...http }: Http = {}): Http => ({ ...http, status: http.status ?? 400 });

const responses: Partial<Record<ErrorCode, Pick<Extensions, 'http'>>> = {
  UNAUTHENTICATED: { http: { status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="Muster"' } } },
};

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errorCodes, code);

const longestMessage = 1000;

const shortened = (message: string) => (message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message);
