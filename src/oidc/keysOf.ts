import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { providerSilent } from '#directory/errors.ts';
import { believable, type OidcSettings } from './settings.ts';

/** How long the provider is waited for, and how long it is left alone after it has failed. */
const patienceMilliseconds = 5000;
/** A key that is not known is asked for again, but no more often than this: who invents key ids does not make us flood the provider. */
const cooldownMilliseconds = 10_000;

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** The keys of the provider, asked for when they are needed, remembered for ten minutes, and asked for again when a token names a new one. */
export function keysOf({ issuer, jwksUrl }: OidcSettings, fault: (error: unknown) => void): JWTVerifyGetKey {
  const ask = asking(fault);
  const keysAt = (url: string) =>
    createRemoteJWKSet(new URL(url), {
      cooldownDuration: cooldownMilliseconds,
      [customFetch]: async () => Response.json(await ask(url, keySet)),
    });
  let keys = jwksUrl === undefined ? undefined : Promise.resolve(keysAt(jwksUrl));

  /** The document must be of the issuer that was asked (OpenID Connect Discovery §4.3). */
  async function discover() {
    const document = z.object({ issuer: z.literal(issuer), jwks_uri: believable });
    return keysAt((await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, document)).jwks_uri);
  }

  return async (header, token) => {
    keys ??= discover().catch((error) => {
      keys = undefined;
      throw error;
    });
    return (await keys)(header, token);
  };
}

/** Asks the provider for JSON of a shape. Its failure is told once; for a while after it, nobody is made to wait for the next. */
function asking(fault: (error: unknown) => void) {
  let silentUntil = 0;
  return async <Shape extends z.ZodType>(url: string, shape: Shape): Promise<z.output<Shape>> => {
    if (Date.now() < silentUntil) throw providerSilent();
    try {
      return shape.parse(await jsonAt(url));
    } catch (error) {
      silentUntil = Date.now() + patienceMilliseconds;
      fault(new Error(`The OpenID provider did not answer ${url} as it should: ${reasonOf(error)}`));
      throw providerSilent();
    }
  };
}

async function jsonAt(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMilliseconds) });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return response.json();
}

/** Of `fetch failed`, the cause says why. */
const reasonOf = (error: unknown) => {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
};
