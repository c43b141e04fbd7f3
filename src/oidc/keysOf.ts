import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { believable } from '#directory/believable.ts';
import { providerSilent } from '#directory/errors.ts';
import { asking } from './asking.ts';
import { keySetAt } from './keySetAt.ts';
import type { OidcSettings } from './settings.ts';

/** The keys of the OpenID provider: at the address that is set, else where its discovery document says. */
export function keysOf({ issuer, jwksUrl }: OidcSettings, fault: (error: unknown) => void): JWTVerifyGetKey {
  const ask = asking('The OpenID provider', providerSilent, fault);
  let keys = jwksUrl === undefined ? undefined : Promise.resolve(keySetAt(jwksUrl, ask));

  /** The document must be of the issuer that was asked (OpenID Connect Discovery §4.3). */
  async function discover() {
    const document = z.object({ issuer: z.literal(issuer), jwks_uri: believable });
    return keySetAt((await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, document)).jwks_uri, ask);
  }

  return async (header, token) => {
    keys ??= discover().catch((error) => {
      keys = undefined;
      throw error;
    });
    return (await keys)(header, token);
  };
}
