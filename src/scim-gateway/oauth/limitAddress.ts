import type { RequestHandler } from 'express';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { tooManyRequests } from './errors.ts';

/** Whoever asks is nobody yet, so that their address is counted. A provider needs one token in an hour; a proxy asks for many. */
const points = 200;
const seconds = 10;

/** Who proves nothing may try a tenth as often. */
const pointsOfFailure = 10;

/** Refuses an address that asks for tokens more often than any provider has to, in this process. */
export function limitAddress(): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return async (request, response, next) => {
    // It rejects with what it otherwise resolves with.
    const address = request.socket.remoteAddress ?? 'unknown';
    const spent = await limiter.consume(address).catch((beyond: RateLimiterRes) => beyond);
    response.once('finish', () => response.statusCode === 401 && limiter.penalty(address, pointsOfFailure - 1));
    if (spent.consumedPoints <= points) return next();
    response.setHeader('Retry-After', `${Math.max(Math.ceil(spent.msBeforeNext / 1000), 1)}`);
    throw tooManyRequests();
  };
}
