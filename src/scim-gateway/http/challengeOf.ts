import { GraphRefusal } from '../graph.ts';
import type { ScimError } from '../protocol/errors.ts';

const bearer = 'Bearer realm="Muster"';

/** The header WWW-Authenticate of a refusal (RFC 6750 §3); who has sent no token is told of no error in it. */
export function challengeOf(error: unknown, { status }: ScimError, authorization: string | undefined): string | undefined {
  if (status === 401) return /^Bearer +\S/i.test(authorization ?? '') ? `${bearer}, ${invalidToken}` : bearer;
  return error instanceof GraphRefusal && error.code === 'FORBIDDEN' ? `${bearer}, ${insufficientScope}` : undefined;
}

const invalidToken = 'error="invalid_token", error_description="The token is unknown, expired or revoked, or is of another connection."';
const insufficientScope = 'error="insufficient_scope", error_description="The credential may not do this."';
