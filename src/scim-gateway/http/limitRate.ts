import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { ViewerDocument } from '../documents/generated.ts';
import type { ErrorCode } from '../documents/generatedEnums.ts';
import { type ConnectionCaller, type Execute, GraphRefusal } from '../graph.ts';
import { ScimError, tooManyRequests } from '../protocol/errors.ts';

const seconds = 10;

/** Requests whose credential is not believed are the business of an address, which may make this part of what a connection may. */
const strangersPart = 1 / 10;

const mostKnown = 10_000;

interface Quota {
  policy: 'connection' | 'address';
  points: number;
  spent: RateLimiterRes;
}

export interface RateLimit {
  /** How many requests a second a connection may make, on the average of ten seconds. */
  perSecond: number;
  execute: Execute;
  /** The caller of a request, if it carries anything that may be a credential; refuses it otherwise. */
  callerOf: (request: Request) => ConnectionCaller;
}

/**
 * Refuses a connection, and an address whose credentials nobody knows, beyond so many requests in ten seconds of this process. Every answer tells
 * what is left (draft-ietf-httpapi-ratelimit-headers-10). Nobody can use up what a connection has without a credential for it.
 */
export function limitRate({ perSecond, execute, callerOf }: RateLimit): RequestHandler {
  const points = perSecond * seconds;
  const connections = limiterOf('connection', points);
  const addresses = limiterOf('address', Math.ceil(points * strangersPart));
  const known = new Set<string>();

  /** Whether a credential is good for a connection is asked when it is new, or was refused. */
  async function believe(request: Request, response: Response): Promise<ConnectionCaller> {
    const caller = callerOf(request);
    const key = keyOf(caller);
    if (!known.has(key)) await execute(ViewerDocument, {}, caller);
    if (known.size >= mostKnown) known.clear();
    known.add(key);
    response.once('close', () => response.statusCode === 401 && known.delete(key));
    return caller;
  }

  return async (request, response, next) => {
    try {
      const { connectionId } = await believe(request, response);
      spend(response, await connections(connectionId.toLowerCase()));
    } catch (error) {
      if (isStrangers(error)) spend(response, await addresses(request.socket.remoteAddress ?? 'unknown'));
      throw error;
    }
    next();
  };
}

const unknown: readonly ErrorCode[] = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'];

const isStrangers = (error: unknown) =>
  error instanceof GraphRefusal ? unknown.includes(error.code) : error instanceof ScimError && error.status === 401;

/** The secret itself is kept nowhere. */
const keyOf = ({ connectionId, authorization = '' }: ConnectionCaller) =>
  createHash('sha256').update(`${connectionId.toLowerCase()} ${authorization}`).digest('base64');

function limiterOf(policy: Quota['policy'], points: number): (key: string) => Promise<Quota> {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  // It rejects with what it otherwise resolves with.
  return async (key) => ({ policy, points, spent: await limiter.consume(key).catch((spent: RateLimiterRes) => spent) });
}

function spend(response: Response, { policy, points, spent }: Quota): void {
  // Whole seconds until all points are there again.
  const wait = Math.max(Math.ceil(spent.msBeforeNext / 1000), 1);
  response.setHeader('RateLimit-Policy', `"${policy}";q=${points};w=${seconds}`);
  response.setHeader('RateLimit', `"${policy}";r=${spent.remainingPoints};t=${wait}`);
  if (spent.consumedPoints <= points) return;
  response.setHeader('Retry-After', `${wait}`);
  throw tooManyRequests(wait);
}
