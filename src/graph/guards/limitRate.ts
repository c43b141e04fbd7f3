import type { IncomingMessage } from 'node:http';
import DataLoader from 'dataloader';
import type { Plugin } from 'graphql-yoga';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimited } from '#directory/errors.ts';
import { actorOf, bearer, type Context } from '../context.ts';
import { acquaintances } from './acquaintances.ts';
import { oneByOne } from './oneByOne.ts';
import { refusal } from './refusal.ts';

const seconds = 10;

/**
 * Requests without a known credential are the business of an address, which may make this part of what a credential may: with credentials that
 * nobody knows, and as many without any. So nobody who makes credentials up keeps a gateway from asking for the access tokens of its clients.
 */
const strangersPart = 1 / 50;

interface Quota {
  readonly policy: string;
  readonly points: number;
  readonly spent: RateLimiterRes;
}

interface ServerContext {
  readonly req?: IncomingMessage;
}

/** How secrets are known that this process has not known before. */
export interface Introductions {
  readonly needed: (secret: string) => boolean;
  readonly areKnown: (secrets: readonly string[]) => Promise<boolean[]>;
}

/** How long those wait for each other that are looked up together. */
const gatheringMilliseconds = 100;
const mostTogether = 1000;

/**
 * Refuses a credential, and an address whose requests carry none that is known, beyond so many requests in ten seconds of this process.
 * Every answer tells what is left (draft-ietf-httpapi-ratelimit-headers-10).
 */
export function limitRate(
  points: number,
  contextOf: (request: Request) => Promise<Context>,
  { needed, areKnown }: Introductions,
): Plugin<object, ServerContext> {
  const credentials = limiterOf('credential', points);
  const addresses = limiterOf('address', Math.ceil(points * strangersPart));
  const quotas = new WeakMap<Request, Quota>();
  const known = acquaintances();
  const next = oneByOne();
  const together = new DataLoader(areKnown, {
    cache: false,
    maxBatchSize: mostTogether,
    batchScheduleFn: (run) => void setTimeout(run, gatheringMilliseconds),
  });

  async function spend(request: Request, address: string): Promise<Quota> {
    const actor = actorOf(await contextOf(request));
    return actor ? credentials.spend(actor) : addresses.spend(address);
  }

  /**
   * Each secret that a stranger makes up would be a statement. Those that are new to this process are looked up one after the other for each address;
   * once its strangers have spent what they may, together with all others of a moment. What has been known is hindered by nobody.
   */
  async function quotaOf(request: Request, address: string): Promise<Quota> {
    const secret = bearer(request.headers.get('authorization') ?? undefined);
    if (secret === undefined) return spend(request, `${address} without any`);
    if (!needed(secret)) return spend(request, address);
    if (known.has(secret)) return spendAs(secret, request, address);
    const quota = await next(address, async () =>
      known.has(secret) || !(await addresses.isSpent(address)) ? spendAs(secret, request, address) : undefined,
    );
    return quota ?? ((await together.load(secret)) ? spendAs(secret, request, address) : addresses.spend(address));
  }

  async function spendAs(secret: string, request: Request, address: string): Promise<Quota> {
    const quota = await spend(request, address);
    if (quota.policy === 'credential') known.add(secret);
    else known.remove(secret);
    return quota;
  }

  return {
    async onRequestParse({ request, serverContext: { req } }) {
      const quota = await quotaOf(request, req?.socket.remoteAddress ?? 'unknown');
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

function limiterOf(policy: 'credential' | 'address', points: number) {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    // It rejects with what it otherwise resolves with.
    spend: async (key: string): Promise<Quota> => ({
      policy,
      points,
      spent: await limiter.consume(key).catch((spent: RateLimiterRes) => spent),
    }),
    isSpent: async (key: string) => ((await limiter.get(key))?.remainingPoints ?? points) <= 0,
  };
}

/** Whole seconds until all points are there again. */
const untilNext = ({ spent }: Quota) => Math.max(Math.ceil(spent.msBeforeNext / 1000), 1);
