import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { AskFor } from './asking.ts';

/** A key that is not known is asked for again, but no more often than this: who invents key ids does not make us flood a provider. */
const cooldownMilliseconds = 10_000;

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** The keys at an address, asked for when they are needed, remembered for ten minutes, and asked for again when a token names a new one. */
export const keySetAt = (url: string, ask: AskFor): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(url), {
    cooldownDuration: cooldownMilliseconds,
    [customFetch]: async () => Response.json(await ask(url, keySet)),
  });
