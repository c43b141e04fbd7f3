import type { ErrorCode } from '../documents/generatedEnums.ts';
import type { ScimType } from '../protocol/errors.ts';

export interface Fault {
  status: number;
  scimType?: ScimType;
}

/** How SCIM words each refusal of the graph (RFC 7644 §3.12). */
export const faults: Record<ErrorCode, Fault> = {
  UNAUTHENTICATED: { status: 401 },
  FORBIDDEN: { status: 403 },
  NOT_FOUND: { status: 404 },
  ALREADY_EXISTS: { status: 409, scimType: 'uniqueness' },
  IN_USE: { status: 409 },
  AMBIGUOUS: { status: 409 },
  STALE_VERSION: { status: 412 },
  UNKNOWN_MEMBER: { status: 400, scimType: 'invalidValue' },
  MEMBERSHIP_CYCLE: { status: 400, scimType: 'invalidValue' },
  INVALID_INPUT: { status: 400, scimType: 'invalidValue' },
  INVALID_CONDITION: { status: 400, scimType: 'invalidFilter' },
  LIMIT_EXCEEDED: { status: 400, scimType: 'tooMany' },
  RATE_LIMITED: { status: 429 },
  // The gateway sends no Idempotency-Key.
  IDEMPOTENCY_CONFLICT: { status: 409 },
  TIMEOUT: { status: 503 },
  INTERNAL: { status: 500 },
};
