import type { Credential, PrismaClient } from '#generated/prisma/client.ts';
import { mistyped, notFound, outOfReach, unauthenticated } from './errors.ts';
import { remembered } from './memory.ts';
import { hashSecret, isMistyped, isWebToken, newSecret } from './secrets.ts';
import { isUuid, reaches, type Session } from './session.ts';

const lastUsedMilliseconds = 60_000;

/** Whom a token of an OpenID provider speaks for, and what they may do. */
export interface Bearer extends Pick<Session, 'role' | 'connections'> {
  /** The provider's own id for them. */
  readonly subject: string;
}

/** Believes a token, or refuses it. */
export type VerifyToken = (token: string) => Promise<Bearer>;

/**
 * The session of a secret, narrowed to one connection when the caller names it; refuses what is unknown, expired, revoked or out of reach.
 * Tokens of an OpenID provider are refused like unknown secrets where there is nothing that verifies them.
 */
export async function authenticate(
  db: PrismaClient,
  secret: string | undefined,
  connectionId?: string,
  verifyToken?: VerifyToken,
): Promise<Session> {
  if (!secret) throw unauthenticated();
  const session = verifyToken && isWebToken(secret) ? sessionOfToken(db, await verifyToken(secret)) : await sessionOfSecret(db, secret);
  return connectionId === undefined ? session : await narrow(session, connectionId);
}

async function sessionOfSecret(db: PrismaClient, secret: string): Promise<Session> {
  if (isMistyped(secret)) throw mistyped();
  const credential = await findCredential(db, hashSecret(secret));
  if (!credential || !isLive(credential)) throw unauthenticated();
  noteUse(db, credential);
  return toSession(db, credential);
}

/** The change log names the subject and nothing else that the token says of a person. */
function sessionOfToken(db: PrismaClient, { subject, role, connections }: Bearer): Session {
  const actor = `oidc:${subject}`;
  return { db, actor, credentialId: actor, name: subject, role, connections };
}

const findCredential = (db: PrismaClient, hash: Buffer<ArrayBuffer>) =>
  remembered(db, `credential ${hash.toString('base64')}`, () => db.credential.findUnique({ where: { hash } }));

/** Of each secret, whether it was ever one of ours: one statement for them all. */
export async function areKnown(db: PrismaClient, secrets: readonly string[]): Promise<boolean[]> {
  const hashes = secrets.map(hashSecret);
  const found = await db.credential.findMany({ where: { hash: { in: hashes } }, select: { hash: true } });
  const known = new Set(found.map(({ hash }) => Buffer.from(hash).toString('base64')));
  return hashes.map((hash) => known.has(hash.toString('base64')));
}

const findConnection = (db: PrismaClient, id: string) =>
  remembered(db, `connection ${id}`, () => db.connection.findUnique({ where: { id }, select: { id: true } }));

const isLive = ({ revokedAt, expiresAt }: Credential) =>
  (revokedAt === null || revokedAt.getTime() > Date.now()) && (expiresAt === null || expiresAt.getTime() > Date.now());

function toSession(db: PrismaClient, credential: Credential): Session {
  const { id, name, role, connectionId, oauthClientId, connectionIds } = credential;
  const connections = connectionId ? [connectionId] : connectionIds.length ? connectionIds : 'all';
  // An access token is gone after an hour; the client that it was issued to stays.
  if (oauthClientId) return { db, actor: `oauthClient:${oauthClientId}`, credentialId: oauthClientId, name, role, connections };
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
/** Who makes preset keys: the mark of a preset key, which no name can copy. */
export const environment = 'environment';

/** Makes the preset admin key the only preset one; without a preset, the first start of a database makes a key, and only that start is told it. */
export async function ensureAdminKey(db: PrismaClient, preset: string | undefined): Promise<string | undefined> {
  const hash = preset === undefined ? undefined : hashSecret(preset);
  await db.credential.updateMany({
    where: { createdBy: environment, revokedAt: null, ...(hash && { hash: { not: hash } }) },
    data: { revokedAt: new Date() },
  });
  if (hash) {
    const credential = { name: presetName, role: 'ADMIN', hash, createdBy: environment } as const;
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
