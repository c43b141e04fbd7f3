import { errors, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { VerifyToken } from '#directory/credentials.ts';
import { untrusted } from '#directory/errors.ts';
import { keysOf } from './keysOf.ts';
import type { OidcSettings } from './settings.ts';
import { toBearer } from './toBearer.ts';
import { algorithms, maximumLength, toleranceSeconds, typeOf } from './webTokens.ts';

/** The types of access tokens (RFC 9068 §2.1) and of plain tokens; others, such as logout tokens, are signed with the same keys for other ends. */
const types = new Set(['at+jwt', 'jwt']);

/** Believes what the provider has signed for this audience and this time. Nothing is remembered but its keys, so a key that it withdraws opens nothing. */
export function createVerifier(settings: OidcSettings, fault: (error: unknown) => void): VerifyToken {
  const keys = keysOf(settings, fault);
  const { issuer, audience } = settings;
  const options: JWTVerifyOptions = { issuer, audience, algorithms, clockTolerance: toleranceSeconds, requiredClaims: ['exp', 'sub'] };
  return async (token) => {
    if (token.length > maximumLength) throw untrusted();
    const { payload, protectedHeader } = await jwtVerify(token, keys, options).catch(distrust);
    if (!types.has(typeOf(protectedHeader))) throw untrusted();
    return toBearer(payload, settings);
  };
}

/** What jose refuses is the token's fault. Why is not told: who forges tokens would learn from it. */
function distrust(error: unknown): never {
  throw error instanceof errors.JOSEError ? untrusted() : error;
}
