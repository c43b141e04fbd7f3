import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimited } from '#directory/errors.ts';
import { actorOf, type Context } from '../context.ts';
import { refusal } from './refusal.ts';

const seconds = 10;

/** Requests without a known credential are the business of an address, which may make this part of what a credential may. */
const strangersPart = 1 / 50;

interface Quota {
  readonly policy: string;
  readonly points: number;
  readonly spent: RateLimiterRes;
}

interface ServerContext {
  readonly req?: IncomingMessage;
}

/**
 * Refuses a credential, and an address whose requests carry none that is known, beyond so many requests in ten seconds of this process.
 * Every answer tells what is left (draft-ietf-httpapi-ratelimit-headers-10).
 */
export function limitRate(points: number, contextOf: (request: Request) => Promise<Context>): Plugin<object, ServerContext> {
  const credentials = limiterOf('credential', points);
  const addresses = limiterOf('address', Math.ceil(points * strangersPart));
  const quotas = new WeakMap<Request, Quota>();
  return {
    async onRequestParse({ request, serverContext: { req } }) {
      const actor = actorOf(await contextOf(request));
      const quota = await (actor ? credentials(actor) : addresses(req?.socket.remoteAddress ?? 'unknown'));
      quotas.set(request, quota);
      if (quota.spent.consumedPoints <= quota.points) return;
      const wait = untilNext(quota);
      throw refusal(rateLimited(wait), { status: 429, headers: { 'Retry-After': `${wait}` } });
    },
    onResponse({ request, response: { headers } }) {
      const quota = quotas.get(request);
      if (!quota) return;
      headers.set('RateLimit-Policy', `"${quota.policy}";q=${quota.points};w=${seconds}`);
      headers.set('RateLimit', `"${quota.policy}";r=${quota.spent.remainingPoints};t=${untilNext(quota)}`);
    },
  };
}

function limiterOf(policy: string, points: number): (key: string) => Promise<Quota> {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  // It rejects with what it otherwise resolves with.
  return async (key) => ({ policy, points, spent: await limiter.consume(key).catch((spent: RateLimiterRes) => spent) });
}

/** Whole seconds until all points are there again. */
const untilNext = ({ spent }: Quota) => Math.max(Math.ceil(spent.msBeforeNext / 1000), 1);
