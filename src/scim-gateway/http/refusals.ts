import type { ErrorRequestHandler } from 'express';
import { GraphRefusal } from '../graph.ts';
import { ScimError, toErrorBody } from '../protocol/errors.ts';
import { challengeOf } from './challengeOf.ts';
import type { Gateway } from './createGateway.ts';
import { faults } from './faults.ts';
import { send } from './send.ts';

/** Answers every failure as a SCIM error (RFC 7644 §3.12). */
export const refusals = (gateway: Known): ErrorRequestHandler => {
  const toRefusal = refusing(gateway);
  return (error, request, response, _next) => {
    const refusal = toRefusal(error);
    if (response.headersSent) return void response.destroy();
    const challenge = challengeOf(error, refusal, request.headers.authorization);
    if (challenge) response.setHeader('WWW-Authenticate', challenge);
    const wait = (error instanceof GraphRefusal ? error.retryAfter?.toString() : undefined) ?? waits[refusal.status];
    if (wait !== undefined && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', wait);
    void send(response, { status: refusal.status, body: toErrorBody(refusal) });
  };
};

/** Seconds after which another try is worth it, where nothing better is known: the graph counts requests for ten. */
const waits: Record<number, string> = { 429: '10', 503: '1' };

type Known = Pick<Gateway, 'requestId' | 'fault'>;

/** What a client is told of something thrown. What is not a known refusal is a bug: logged, and told to nobody. */
export const refusing =
  ({ requestId, fault }: Known) =>
  (error: unknown): ScimError => {
    const refusal = toScimError(error, requestId());
    // What the graph has masked it has also told.
    if (refusal.status === 500 && !(error instanceof GraphRefusal)) fault(error);
    return refusal;
  };

function toScimError(error: unknown, requestId: string): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof GraphRefusal && error.code !== 'INTERNAL') {
    const { status, scimType } = faults[error.code];
    return new ScimError(status, error.message, scimType);
  }
  if (isTransportRefusal(error)) return new ScimError(error.status, transportDetails[error.status] ?? 'The request cannot be read.');
  return new ScimError(500, `The server failed. Ask about request ${requestId}.`);
}

const transportDetails: Record<number, string> = {
  400: 'The request cannot be read: its path or body is malformed.',
  413: 'The body is larger than 5 MiB. Send less at a time: a large group as PATCHes that each add some of its members, a bulk request as several.',
  415: 'The encoding of the body is not supported.',
};

/** What Express and its body parser throw at a request that they cannot read. */
const isTransportRefusal = (error: unknown): error is { status: number } =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500;
