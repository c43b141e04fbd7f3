import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { invalidInput } from './errors.ts';
import type { Session } from './session.ts';

/** A request that is to be carried out once, however often it is sent. */
export interface KeyedRequest {
  /** The Idempotency-Key. */
  readonly key: string;
  /** The caller's secret: what was answered can be read with nothing else. */
  readonly secret: string;
  /** All that the request asks for. */
  readonly asked: string;
}

const lifetime = '24 hours';
/** Longer than any request runs: what has no answer by then never gets one. */
const longestRun = '60 seconds';

/**
 * Why a request is not carried out: its key was sent with another one; the first has no answer yet, or never got one; or it got one that
 * only another secret reads.
 */
export type KeyConflict = 'reused' | 'pending' | 'unanswered' | 'unreadable';

/** Lets this request be carried out, and no other with its key; or gives the answer that it has had. */
export async function claimKey(session: Session, request: KeyedRequest): Promise<'claimed' | KeyConflict | { answer: string }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(request.key))
    throw invalidInput('An Idempotency-Key has 1 to 255 visible ASCII characters. Send a UUID, for example.');
  const asked = fingerprint(request);
  if (await isFirst(session, request.key, asked)) return 'claimed';
  const found = await findRequest(session, request.key);
  // What is not found was given free a moment ago.
  if (!found) return 'pending';
  if (!asked.equals(found.fingerprint)) return 'reused';
  if (!found.answer) return found.overdue ? 'unanswered' : 'pending';
  const answer = decrypt(request, found.answer);
  return answer === undefined ? 'unreadable' : { answer };
}

/** Keeps the answer for whoever asks again. */
export async function keepAnswer({ db, actor }: Session, request: KeyedRequest, answer: string): Promise<void> {
  await db.idempotentRequest.updateMany({
    where: { actor, key: request.key, answer: null },
    data: { answer: encrypt(request, answer) },
  });
}

/** Gives the key free: nothing was carried out. */
export async function releaseKey({ db, actor }: Session, key: string): Promise<void> {
  await db.idempotentRequest.deleteMany({ where: { actor, key, answer: null } });
}

const fingerprint = ({ asked }: KeyedRequest) => createHash('sha256').update(asked).digest();

/** Claims the key, unless someone has within its lifetime; a few keys that are older go with it. */
async function isFirst({ db, actor }: Session, key: string, asked: Buffer): Promise<boolean> {
  const claimed = await db.$queryRaw<unknown[]>`
    WITH expired AS (
      DELETE FROM "idempotent_requests" WHERE ("actor", "key") IN (
        SELECT "actor", "key" FROM "idempotent_requests"
        WHERE "createdAt" < now() - ${lifetime}::interval AND ("actor", "key") <> (${actor}, ${key})
        ORDER BY "createdAt" LIMIT 100 FOR UPDATE SKIP LOCKED))
    INSERT INTO "idempotent_requests" AS kept ("actor", "key", "fingerprint") VALUES (${actor}, ${key}, ${asked})
    ON CONFLICT ON CONSTRAINT "idempotent_requests_pkey" DO UPDATE
    SET "fingerprint" = EXCLUDED."fingerprint", "answer" = NULL, "createdAt" = now()
    WHERE kept."createdAt" < now() - ${lifetime}::interval
    RETURNING 1`;
  return claimed.length > 0;
}

interface FoundRequest {
  readonly fingerprint: Uint8Array;
  readonly answer: Uint8Array | null;
  readonly overdue: boolean;
}

async function findRequest({ db, actor }: Session, key: string): Promise<FoundRequest | undefined> {
  const [found] = await db.$queryRaw<FoundRequest[]>`
    SELECT "fingerprint", "answer", "createdAt" < now() - ${longestRun}::interval AS overdue
    FROM "idempotent_requests" WHERE "actor" = ${actor} AND "key" = ${key}`;
  return found;
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** An answer may hold a secret that is shown once: it is kept in a form that only the caller's own secret opens. */
function encrypt(request: KeyedRequest, answer: string) {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, keyFor(request), nonce).setAAD(fingerprint(request));
  const text = Buffer.concat([encryption.update(answer, 'utf8'), encryption.final()]);
  return Buffer.concat([nonce, encryption.getAuthTag(), text]);
}

/** The answer; nothing where another secret has closed it. */
function decrypt(request: KeyedRequest, answer: Uint8Array): string | undefined {
  const [nonce, tag, text] = [
    answer.subarray(0, nonceBytes),
    answer.subarray(nonceBytes, nonceBytes + tagBytes),
    answer.subarray(nonceBytes + tagBytes),
  ];
  const decryption = createDecipheriv(cipher, keyFor(request), nonce, { authTagLength: tagBytes })
    .setAAD(fingerprint(request))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decryption.update(text), decryption.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** One for each secret and Idempotency-Key (RFC 5869). */
const keyFor = ({ secret, key }: KeyedRequest) => new Uint8Array(hkdfSync('sha256', secret, key, 'muster idempotent answer', 32));
