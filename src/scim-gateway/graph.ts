import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { ErrorCode } from './documents/generatedEnums.ts';

/** For whom the graph is asked: the credential as it was sent, and the one connection that the answer may come from. */
export interface Caller {
  authorization: string | undefined;
  connectionId: string;
  requestId: string;
  /** Is aborted when nobody waits for an answer any more: what has not begun need not begin. */
  signal?: AbortSignal;
}

/** Somebody without a credential or a connection, who asks for a token. */
export interface Stranger extends Omit<Caller, 'connectionId'> {
  authorization: undefined;
  connectionId?: undefined;
}

/** A caller of one connection. */
export interface ConnectionCaller extends Caller {
  connectionId: string;
}

/** All that the gateway sees of the graph: data, or a `GraphRefusal`. */
export type Execute = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  caller: Caller | Stranger,
) => Promise<Data>;

/** `Execute` on behalf of one caller. */
export type Graph = <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) => Promise<Data>;

/** What was asked for by a root field. It is null only beside an error, and then `Execute` has thrown. */
export function given<Value>(field: Value | null): Value {
  if (field === null) throw new TypeError('The graph has answered null without an error.');
  return field;
}

/** A refusal of the graph that has a code of its own. */
export class GraphRefusal extends Error {
  readonly code: ErrorCode;
  /** The seconds after which the graph would rather be asked again, where it has told them. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, retryAfter?: number) {
    super(message);
    this.name = 'GraphRefusal';
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
