import type { JWTPayload } from 'jose';
import { keyRoles } from '#directory/apiKeys.ts';
import type { Bearer } from '#directory/credentials.ts';
import { forbidden, untrusted } from '#directory/errors.ts';
import { isUuid } from '#directory/session.ts';
import type { OidcSettings } from './settings.ts';

/** Whom the claims of a verified token speak for. Without a role, or without a connection where one is asked for, a token may do nothing. */
export function toBearer(claims: JWTPayload, { roleClaim, roles, connectionsClaim }: OidcSettings): Bearer {
  const granted = new Set(valuesOf(claims, roleClaim).map((value) => roles.get(value)));
  const role = keyRoles.find((candidate) => granted.has(candidate));
  if (!role) throw forbidden('do anything here: its token carries none of the roles that this server knows');
  const connections = connectionsClaim === undefined ? 'all' : connectionsOf(valuesOf(claims, connectionsClaim));
  return { subject: subjectOf(claims), role, connections };
}

/** At most 255 ASCII characters (OpenID Connect Core §2). */
function subjectOf({ sub }: JWTPayload): string {
  if (typeof sub !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(sub)) throw untrusted();
  return sub;
}

function connectionsOf(ids: readonly string[]): string[] {
  if (ids.length === 0 || !ids.every(isUuid)) throw forbidden('reach anything: its token does not list the ids of its connections');
  return ids.map((id) => id.toLowerCase());
}

/** The claims whose text is a list of words (RFC 8693 §4.2; "scp" in tokens of Entra ID). */
const wordLists = new Set(['scope', 'scp']);

/** The values of a claim: a text, or a list of texts. */
function valuesOf(claims: JWTPayload, claim: string): string[] {
  const found = claimAt(claims, claim);
  if (typeof found === 'string') return wordLists.has(claim) ? found.split(' ') : [found];
  return Array.isArray(found) ? found.filter((value) => typeof value === 'string') : [];
}

/** A claim of this very name, which may be a URL with dots in it; else what the path of names leads to. */
const claimAt = (claims: JWTPayload, claim: string): unknown =>
  Object.hasOwn(claims, claim) ? claims[claim] : claim.split('.').reduce<unknown>(memberOf, claims);

const memberOf = (parent: unknown, name: string): unknown =>
  typeof parent === 'object' && parent !== null && Object.hasOwn(parent, name) ? parent[name as keyof typeof parent] : undefined;
