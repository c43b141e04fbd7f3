import { z } from 'zod';
import { type Credential, Prisma, Role } from '#generated/prisma/client.ts';
import { environment } from './credentials.ts';
import { endOf } from './ends.ts';
import { forbidden, inUse, invalidInput, notFound, refuse } from './errors.ts';
import { forget } from './memory.ts';
import { overlapOf } from './overlap.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { isUuid, mayAdminister, type Session } from './session.ts';
import { read, requiredName, type Unread } from './values.ts';

/** What an administrator may let someone do, the most first. */
export const keyRoles = [Role.ADMIN, Role.OPERATOR, Role.READER] as const;

const newApiKey = z.strictObject({
  name: requiredName,
  role: z.enum(keyRoles, 'must be ADMIN, OPERATOR or READER'),
  connectionIds: z
    .array(z.string())
    .min(1, 'is empty: name at least one, or leave it out for all')
    .max(1000, 'must name at most 1000 connections')
    .nullish(),
  expiresAt: z.date().nullish(),
});

export type NewApiKey = Unread<Omit<z.input<typeof newApiKey>, 'role'> & { role: Role }>;

/** A key as it is kept, and its secret, which is told here and never again. */
export interface IssuedKey {
  apiKey: Credential;
  token: string;
}

/** Makes an API key. A key that is limited to some connections makes keys within them only. */
export async function createApiKey(session: Session, input: NewApiKey): Promise<IssuedKey> {
  mayAdminister(session);
  const { name, role, connectionIds, expiresAt } = read(newApiKey, input);
  const end = endOf(expiresAt);
  const limits = limitsOf(session, connectionIds ?? []);
  const token = newSecret('key');
  const [apiKey] = await session.db.$queryRaw<Credential[]>`
    INSERT INTO credentials (name, role, hash, "connectionIds", "expiresAt", "createdBy")
    SELECT ${name}, ${role}::"Role", ${hashSecret(token)}, ${limits}::uuid[], ${end}::timestamptz, ${session.actor}
    WHERE (SELECT count(*) FROM connections WHERE id = ANY(${limits}::uuid[])) = ${limits.length}::int
    RETURNING *`;
  return { apiKey: apiKey ?? refuse(noSuchConnection()), token };
}

/**
 * Gives a key its one successor, with the same name, role and limits; the key itself ends now, or after `overlap`, an ISO 8601 duration. A preset key
 * has its successor where it is preset.
 */
export async function rotateApiKey(session: Session, id: string, overlap?: string | null): Promise<IssuedKey> {
  mayAdminister(session);
  if (!isUuid(id)) throw notFound('ApiKey', id);
  const overlapSeconds = overlapOf(overlap);
  const token = newSecret('key');
  const [apiKey] = await session.db.$queryRaw<Credential[]>`
    WITH ended AS (
        UPDATE credentials
        SET "replacedAt" = now(), "expiresAt" = least("expiresAt", now() + make_interval(secs => ${overlapSeconds}))
        WHERE id = ${id}::uuid AND ${keysInReach(session)} AND ${live} AND "replacedAt" IS NULL AND "createdBy" <> ${environment} RETURNING *)
    INSERT INTO credentials (name, role, hash, "connectionIds", "createdBy")
    SELECT name, role, ${hashSecret(token)}, "connectionIds", ${session.actor} FROM ended
    RETURNING *`;
  forget(session.db);
  return { apiKey: apiKey ?? refuse(await whyNotRotated(session, id)), token };
}

/**
 * Ends a key at once; a key that has ended stays as it is. Refuses to end the last one that can administer everything, or the last of these that does
 * not end by itself.
 */
export async function revokeApiKey(session: Session, id: string): Promise<Credential> {
  mayAdminister(session);
  if (!isUuid(id)) throw notFound('ApiKey', id);
  // Locked in one order, and looked at again once locked: of two last keys that are revoked at once, one stays.
  const [apiKey] = await session.db.$queryRaw<Credential[]>`
    WITH administrators AS MATERIALIZED (SELECT id, "expiresAt" FROM credentials WHERE ${administersAll} ORDER BY id FOR UPDATE)
    UPDATE credentials SET "revokedAt" = coalesce("revokedAt", now())
    WHERE id = ${id}::uuid AND ${keysInReach(session)}
      AND (id NOT IN (SELECT id FROM administrators) OR EXISTS (
        SELECT FROM administrators AS other
        WHERE other.id <> credentials.id AND (other."expiresAt" IS NULL OR credentials."expiresAt" IS NOT NULL)))
    RETURNING *`;
  forget(session.db);
  return apiKey ?? refuse(await whyNotRevoked(session, id));
}

/** The keys that a session may see: all, or those that are limited to connections in its reach. */
export const keysInReach = ({ connections }: Session) =>
  connections === 'all'
    ? Prisma.sql`"connectionId" IS NULL`
    : Prisma.sql`"connectionId" IS NULL AND "connectionIds" <> '{}' AND "connectionIds" <@ ${connections}::uuid[]`;

const live = Prisma.sql`"revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > now())`;

const administersAll = Prisma.sql`role = 'ADMIN' AND "connectionIds" = '{}' AND ${live}`;

const noSuchConnection = () => invalidInput('connectionIds: one of them is no connection. Ask connections for their ids.');

function limitsOf({ connections }: Session, asked: readonly string[]): string[] {
  const limits = [...new Set(asked.map((id) => id.toLowerCase()))];
  if (!limits.every(isUuid)) throw noSuchConnection();
  if (connections !== 'all' && (limits.length === 0 || limits.some((id) => !connections.includes(id))))
    throw forbidden('make a key that reaches more than its own connections: name some of them in connectionIds');
  return limits;
}

async function whyNotRotated(session: Session, id: string) {
  const [found] = await session.db.$queryRaw<Pick<Credential, 'createdBy'>[]>`
    SELECT "createdBy" FROM credentials WHERE id = ${id}::uuid AND ${keysInReach(session)} AND ${live}`;
  if (found?.createdBy === environment)
    return invalidInput('id: this key is preset in MUSTER_ADMIN_KEY. Change the variable and start the server again.');
  return found ? invalidInput('id: this key has a successor already. Rotate the successor, or revoke it.') : notFound('ApiKey', id);
}

async function whyNotRevoked(session: Session, id: string) {
  const [found] = await session.db.$queryRaw<unknown[]>`SELECT 1 FROM credentials WHERE id = ${id}::uuid AND ${keysInReach(session)}`;
  return found
    ? inUse('This is the last key without an end that can administer everything. Make another one first.')
    : notFound('ApiKey', id);
}
