import type { Credential, PrismaClient } from '#generated/prisma/client.ts';
import { notFound, outOfReach, unauthenticated } from './errors.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { isUuid, reaches, type Session } from './session.ts';

/** What the database has said is believed for this long: the time in which a revocation reaches other processes. */
const trustMilliseconds = 1000;
const maximumTrusted = 10_000;
const lastUsedMilliseconds = 60_000;

interface Trusted {
  readonly value: unknown;
  readonly until: number;
}

const trusted = new WeakMap<PrismaClient, Map<string, Trusted>>();

/** The session of a secret, narrowed to one connection when the caller names it; refuses what is unknown, expired, revoked or out of reach. */
export async function authenticate(db: PrismaClient, secret: string | undefined, connectionId?: string): Promise<Session> {
  const credential = secret ? await findCredential(db, hashSecret(secret)) : undefined;
  if (!credential || !isLive(credential)) throw unauthenticated();
  noteUse(db, credential);
  const session = toSession(db, credential);
  return connectionId === undefined ? session : await narrow(session, connectionId);
}

const findCredential = (db: PrismaClient, hash: Buffer<ArrayBuffer>) =>
  remembered(db, `credential ${hash.toString('base64')}`, () => db.credential.findUnique({ where: { hash } }));

const findConnection = (db: PrismaClient, id: string) =>
  remembered(db, `connection ${id}`, () => db.connection.findUnique({ where: { id }, select: { id: true } }));

/** What was found a moment ago, or what is found now. That something is not there is never remembered. */
async function remembered<Found>(db: PrismaClient, key: string, find: () => Promise<Found | null>): Promise<Found | undefined> {
  const known = trusted.get(db) ?? new Map<string, Trusted>();
  trusted.set(db, known);
  const memory = known.get(key);
  // Only this function writes under the key, and only what the same question has found.
  if (memory && memory.until > Date.now()) return memory.value as Found;
  const value = await find();
  if (value === null) return undefined;
  if (known.size >= maximumTrusted) known.clear();
  known.set(key, { value, until: Date.now() + trustMilliseconds });
  return value;
}

/** Makes this process ask the database again at once, as after a revocation. */
export const forgetCredentials = (db: PrismaClient) => trusted.delete(db);

const isLive = ({ revokedAt, expiresAt }: Credential) =>
  (revokedAt === null || revokedAt.getTime() > Date.now()) && (expiresAt === null || expiresAt.getTime() > Date.now());

function toSession(db: PrismaClient, credential: Credential): Session {
  const { id, name, role, connectionId, connectionIds } = credential;
  const connections = connectionId ? [connectionId] : connectionIds.length ? connectionIds : 'all';
  return { db, actor: `credential:${id}`, credentialId: id, name, role, connections };
}

/** A session that reaches one connection only. A credential that cannot reach it learns nothing more; one that reaches all learns whether it exists. */
async function narrow(session: Session, connectionId: string): Promise<Session> {
  const id = connectionId.toLowerCase();
  if (session.connections === 'all' && !(isUuid(id) && (await findConnection(session.db, id)))) throw notFound('Connection', connectionId);
  if (!reaches(session, id)) throw outOfReach();
  return { ...session, connections: [id] };
}

/** Notes that a credential is in use, at most once a minute, in a statement that no request waits for or fails by. */
function noteUse(db: PrismaClient, credential: Credential) {
  const now = new Date();
  if (credential.lastUsedAt && now.getTime() - credential.lastUsedAt.getTime() < lastUsedMilliseconds) return;
  credential.lastUsedAt = now;
  db.credential.updateMany({ where: { id: credential.id }, data: { lastUsedAt: now } }).catch(() => undefined);
}

const firstKeyId = '00000000-0000-7000-8000-000000000001';
const presetName = 'MUSTER_ADMIN_KEY';

/** Makes the preset admin key the only preset one; without a preset, the first start of a database makes a key, and only that start is told it. */
export async function ensureAdminKey(db: PrismaClient, preset: string | undefined): Promise<string | undefined> {
  const hash = preset === undefined ? undefined : hashSecret(preset);
  await db.credential.updateMany({
    where: { name: presetName, revokedAt: null, ...(hash && { hash: { not: hash } }) },
    data: { revokedAt: new Date() },
  });
  if (hash) {
    const credential = { name: presetName, role: 'ADMIN', hash, createdBy: 'environment' } as const;
    await db.credential.upsert({ where: { hash }, create: credential, update: { revokedAt: null, expiresAt: null, role: 'ADMIN' } });
    return undefined;
  }
  const secret = newSecret('admin');
  const admins = await db.credential.count({ where: { role: 'ADMIN', revokedAt: null } });
  if (admins > 0) return undefined;
  // The fixed id lets one of several first starts win.
  const { count } = await db.credential.createMany({
    data: { id: firstKeyId, name: 'First admin key', role: 'ADMIN', hash: hashSecret(secret), createdBy: 'first start' },
    skipDuplicates: true,
  });
  return count === 1 ? secret : undefined;
}
