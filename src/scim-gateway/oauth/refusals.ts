import type { ErrorRequestHandler } from 'express';
import { GraphRefusal } from '../graph.ts';
import type { Gateway } from '../http/createGateway.ts';
import { ScimError } from '../protocol/errors.ts';
import { invalidClient, invalidRequest, OAuthError, serverError, toErrorBody, tooManyRequests, unavailable } from './errors.ts';
import { send } from './send.ts';

/** Answers every failure as RFC 6749 §5.2 words it. */
export const refusals =
  ({ requestId, fault }: Pick<Gateway, 'requestId' | 'fault'>): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = toOAuthError(error, requestId());
    // What the graph has masked it has also told.
    if (refusal.status === 500 && !(error instanceof GraphRefusal)) fault(error);
    // A client that sends no such header is not asked for one, but RFC 9110 §15.5.2 wants a challenge.
    if (refusal.status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Muster"');
    const wait = (error instanceof GraphRefusal ? error.retryAfter?.toString() : undefined) ?? waits[refusal.status];
    if (wait !== undefined && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', wait);
    send(response, refusal.status, toErrorBody(refusal));
  };

/** Seconds after which another try is worth it, where nothing better is known. */
const waits: Record<number, string> = { 429: '10', 503: '5' };

function toOAuthError(error: unknown, requestId: string): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof GraphRefusal) return toRefusal(error, requestId);
  if (error instanceof ScimError && error.status === 503) return unavailable(error.message);
  if (isTransportRefusal(error)) return invalidRequest('The body is too large, or encoded in a way that is not supported.', error.status);
  return serverError(requestId);
}

function toRefusal({ code, message }: GraphRefusal, requestId: string): OAuthError {
  if (code === 'UNAUTHENTICATED') return invalidClient(message);
  if (code === 'INVALID_INPUT' || code === 'LIMIT_EXCEEDED') return invalidRequest(message);
  if (code === 'RATE_LIMITED') return tooManyRequests();
  return code === 'TIMEOUT' ? unavailable(message) : serverError(requestId);
}

/** What Express and its body parser throw at a request that they cannot read. */
const isTransportRefusal = (error: unknown): error is { status: number } =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500;
