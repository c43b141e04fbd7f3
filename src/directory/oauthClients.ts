import { z } from 'zod';
import { type OAuthClient, Prisma } from '#generated/prisma/client.ts';
import { believable } from './believable.ts';
import { invalidInput, notFound, refuse } from './errors.ts';
import { forget } from './memory.ts';
import { overlapOf } from './overlap.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { inReach, isUuid, mayAdminister, type Session } from './session.ts';
import { identifier, read, requiredName, type Unread } from './values.ts';

const keyAddress = believable
  .max(2048, 'must be at most 2048 characters')
  .refine((text) => !/[#@\s]/.test(text), 'must not have a user, a password or a fragment');

const newOAuthClient = z.strictObject({
  connectionId: z.string(),
  name: requiredName,
  jwksUrl: keyAddress.nullish(),
  issuer: identifier.optional(),
  subject: identifier.optional(),
  audience: identifier.optional(),
});

export type NewOAuthClient = Unread<z.input<typeof newOAuthClient>>;

/** A client as it is kept, and its secret, which is told here and never again; null for a client that signs assertions. */
export interface IssuedClient {
  oauthClient: OAuthClient;
  clientSecret: string | null;
}

/** Makes an OAuth client of a connection: with a secret, or with the address of the keys that its assertions are signed with. */
export async function createOAuthClient(session: Session, input: NewOAuthClient): Promise<IssuedClient> {
  mayAdminister(session);
  const { connectionId, name, jwksUrl = null, issuer = null, subject = null, audience = null } = read(newOAuthClient, input);
  if (!jwksUrl && (issuer ?? subject ?? audience))
    throw invalidInput('issuer, subject and audience are of assertions: send jwksUrl with them, or leave them out.');
  if (!isUuid(connectionId)) throw notFound('Connection', connectionId);
  const clientSecret = jwksUrl ? null : newSecret('client');
  const [oauthClient] = await session.db.$queryRaw<OAuthClient[]>`
    INSERT INTO oauth_clients ("connectionId", name, hash, "jwksUrl", issuer, subject, audience, "createdBy")
    SELECT id, ${name}, ${clientSecret && hashSecret(clientSecret)}::bytea, ${jwksUrl}, ${issuer}, ${subject}, ${audience}, ${session.actor}
    FROM connections WHERE id = ${connectionId}::uuid AND ${inReach(session, Prisma.sql`id`)}
    RETURNING *`;
  return { oauthClient: oauthClient ?? refuse(notFound('Connection', connectionId)), clientSecret };
}

/** Gives a client a new secret; the one before and the access tokens end now, or after `overlap`, an ISO 8601 duration. */
export async function rotateOAuthClientSecret(session: Session, id: string, overlap?: string | null): Promise<IssuedClient> {
  mayAdminister(session);
  if (!isUuid(id)) throw notFound('OAuthClient', id);
  const end = Prisma.sql`now() + make_interval(secs => ${overlapOf(overlap)})`;
  const clientSecret = newSecret('client');
  const [oauthClient] = await session.db.$queryRaw<OAuthClient[]>`
    WITH rotated AS (
        UPDATE oauth_clients SET "earlierHash" = hash, "earlierEndsAt" = ${end}, hash = ${hashSecret(clientSecret)}
        WHERE id = ${id}::uuid AND ${inReach(session)} AND "revokedAt" IS NULL AND hash IS NOT NULL RETURNING *),
      settled AS MATERIALIZED (SELECT end_access_tokens(id, ${end}) FROM rotated)
    SELECT rotated.* FROM rotated, settled`;
  forget(session.db);
  return { oauthClient: oauthClient ?? refuse(await whyNotRotated(session, id)), clientSecret };
}

/** Ends a client and its access tokens at once; a client that has ended stays as it is. */
export async function revokeOAuthClient(session: Session, id: string): Promise<OAuthClient> {
  mayAdminister(session);
  if (!isUuid(id)) throw notFound('OAuthClient', id);
  const [oauthClient] = await session.db.$queryRaw<OAuthClient[]>`
    WITH revoked AS (
        UPDATE oauth_clients SET "revokedAt" = coalesce("revokedAt", now())
        WHERE id = ${id}::uuid AND ${inReach(session)} RETURNING *),
      settled AS MATERIALIZED (SELECT end_access_tokens(id, now()) FROM revoked)
    SELECT revoked.* FROM revoked, settled`;
  forget(session.db);
  return oauthClient ?? refuse(notFound('OAuthClient', id));
}

async function whyNotRotated(session: Session, id: string) {
  const [found] = await session.db.$queryRaw<OAuthClient[]>`SELECT * FROM oauth_clients WHERE id = ${id}::uuid AND ${inReach(session)}`;
  if (!found) return notFound('OAuthClient', id);
  return found.revokedAt
    ? invalidInput('id: this client was revoked. Make another one.')
    : invalidInput('id: this client signs assertions, and has no secret. Its keys change at jwksUrl.');
}
