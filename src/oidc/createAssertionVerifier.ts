import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { AssertingClient, VerifyAssertion } from '#directory/accessTokens.ts';
import { addressUnknown, keysSilent, unknownClient } from '#directory/errors.ts';
import { asking } from './asking.ts';
import { keySetAt } from './keySetAt.ts';
import { algorithms, maximumLength, toleranceSeconds, typeOf } from './webTokens.ts';

/** Assertions of Microsoft Entra ID live for 65 minutes; what lives much longer is no proof of the moment. */
const longestSeconds = 7200;

/** The types of assertions (RFC 7523, and draft-ietf-oauth-rfc7523bis); tokens for other ends are signed with the same keys. */
const types = new Set(['jwt', 'client-authentication+jwt']);

/** Is told why an assertion of an OAuth client is refused: a code, and the name of the claim that it is about. */
export type NoteRefusal = (oauthClientId: string, reason: string, claim?: string) => void;

/**
 * Believes what a client, or whoever issues its assertions, has signed for this server and this time (RFC 7523 §3).
 * Without a public address the server has no name that an assertion could be for: what the request says of it is the sender's word.
 * The sender is not told what is wrong, because it may be a stranger; who reads the log is.
 */
export function createAssertionVerifier(
  publicUrl: string | undefined,
  fault: (error: unknown) => void,
  note: NoteRefusal,
): VerifyAssertion {
  const names = publicUrl === undefined ? undefined : [publicUrl, `${publicUrl}/oauth/token`];
  const keysAt = rememberedKeys(fault);
  return async (assertion, client) => {
    const audience = client.audience ?? names;
    if (audience === undefined) throw addressUnknown();
    const distrust: Distrust = (reason, claim) => {
      note(client.id, reason, claim);
      throw unknownClient();
    };
    if (assertion.length > maximumLength) return distrust('TOO_LONG');
    const [issuer, subject] = [client.issuer ?? client.id, client.subject ?? client.id];
    const options = { issuer, subject, audience, algorithms, clockTolerance: toleranceSeconds, requiredClaims: requiredOf(client) };
    const { payload, protectedHeader } = await jwtVerify(assertion, keysAt(client.jwksUrl), options).catch((error) =>
      // What jose refuses is the assertion's fault.
      error instanceof errors.JOSEError ? distrust(error.code, claimOf(error)) : Promise.reject(error),
    );
    return types.has(typeOf(protectedHeader)) ? toAssertion(payload, distrust) : distrust('WRONG_TYPE');
  };
}

type Distrust = (reason: string, claim?: string) => never;

const claimOf = (error: errors.JOSEError) =>
  error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired ? error.claim : undefined;

/** Whoever signs for itself names each assertion. The tokens of an issuer may have no names: Entra sends one as often as it is good. */
const requiredOf = ({ issuer }: AssertingClient) => (issuer === null ? ['exp', 'jti'] : ['exp']);

function toAssertion({ jti, exp = 0 }: JWTPayload, distrust: Distrust) {
  const isName = jti === undefined || (typeof jti === 'string' && jti !== '');
  if (!isName) return distrust('NO_TEXT', 'jti');
  if (exp > Date.now() / 1000 + longestSeconds) return distrust('TOO_FAR_AHEAD', 'exp');
  return { jti, expiresAt: new Date(exp * 1000) };
}

const mostRemembered = 1000;

/** The keys of each address, and the failures of each: one client's server that does not answer keeps nobody else waiting. */
function rememberedKeys(fault: (error: unknown) => void) {
  const known = new Map<string, JWTVerifyGetKey>();
  return (url: string): JWTVerifyGetKey => {
    const keys = known.get(url) ?? keySetAt(url, asking('The server of an OAuth client’s keys', keysSilent, fault));
    if (known.size >= mostRemembered) known.clear();
    known.set(url, keys);
    return keys;
  };
}
