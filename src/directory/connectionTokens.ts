import { z } from 'zod';
import { type Credential, Prisma } from '#generated/prisma/client.ts';
import { endOf } from './ends.ts';
import { notFound, refuse } from './errors.ts';
import { forget } from './memory.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { inReach, isUuid, mayAdminister, type Session } from './session.ts';
import { read, requiredName, type Unread } from './values.ts';

const newConnectionToken = z.strictObject({ connectionId: z.string(), name: requiredName, expiresAt: z.date().nullish() });

export type NewConnectionToken = Unread<z.input<typeof newConnectionToken>>;

/** A token as it is kept, and its secret, which is told here and never again. */
export interface IssuedToken {
  connectionToken: Credential;
  token: string;
}

/** Makes one more SCIM token of a connection, beside those that there are. */
export async function createConnectionToken(session: Session, input: NewConnectionToken): Promise<IssuedToken> {
  mayAdminister(session);
  const { connectionId, name, expiresAt } = read(newConnectionToken, input);
  const end = endOf(expiresAt);
  if (!isUuid(connectionId)) throw notFound('Connection', connectionId);
  const token = newSecret('scim');
  const [connectionToken] = await session.db.$queryRaw<Credential[]>`
    INSERT INTO credentials (name, role, hash, "createdBy", "connectionId", "expiresAt")
    SELECT ${name}, 'PROVISIONER'::"Role", ${hashSecret(token)}, ${session.actor}, id, ${end}::timestamptz
    FROM connections WHERE id = ${connectionId}::uuid AND ${inReach(session, Prisma.sql`id`)}
    RETURNING *`;
  return { connectionToken: connectionToken ?? refuse(notFound('Connection', connectionId)), token };
}

/** Ends a SCIM token at once; one that has ended stays as it is. */
export async function revokeConnectionToken(session: Session, id: string): Promise<Credential> {
  mayAdminister(session);
  if (!isUuid(id)) throw notFound('ConnectionToken', id);
  const [connectionToken] = await session.db.$queryRaw<Credential[]>`
    UPDATE credentials SET "revokedAt" = coalesce("revokedAt", now())
    WHERE id = ${id}::uuid AND ${connectionTokensInReach(session)}
    RETURNING *`;
  forget(session.db);
  return connectionToken ?? refuse(notFound('ConnectionToken', id));
}

/** The SCIM tokens that a session may see: neither API keys nor the access tokens of OAuth clients. */
export const connectionTokensInReach = (session: Session) =>
  Prisma.sql`"connectionId" IS NOT NULL AND "oauthClientId" IS NULL AND ${inReach(session)}`;
