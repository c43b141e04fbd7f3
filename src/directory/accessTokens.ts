import { z } from 'zod';
import { type OAuthClient, Prisma, type PrismaClient } from '#generated/prisma/client.ts';
import { invalidInput, refuse, unknownClient } from './errors.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { isUuid } from './session.ts';
import { read, type Unread } from './values.ts';

/** A client that signs assertions, and what they must say. */
export type AssertingClient = Pick<OAuthClient, 'id' | 'issuer' | 'subject' | 'audience'> & { jwksUrl: string };

/** What a verified assertion says of itself. */
export interface Assertion {
  /** Its own name, by which it is known when it is sent again. */
  readonly jti: string | undefined;
  readonly expiresAt: Date;
}

/** Believes an assertion of a client, or refuses it. */
export type VerifyAssertion = (assertion: string, client: AssertingClient) => Promise<Assertion>;

/** Who gives out access tokens: no session is asked for, because a client proves who it is by itself. */
export interface Authority {
  readonly db: PrismaClient;
  readonly verifyAssertion: VerifyAssertion;
  /** Is told when a client sends an assertion again that has been used. */
  readonly noteReplay: (oauthClientId: string) => void;
  /** How many statements one of those who ask has under way at once. */
  readonly share: number;
}

const proof = z.strictObject({ clientId: z.string(), clientSecret: z.string().nullish(), clientAssertion: z.string().nullish() });

/** How a client proves who it is: by its secret, or by an assertion (RFC 7521 §4.2). */
export type Proof = Unread<z.input<typeof proof>>;

export interface AccessToken {
  accessToken: string;
  /** The seconds after which it ends. */
  expiresIn: number;
}

const lifetimeSeconds = 3600;

/** Of more tokens than these, which a client that asks for one each time would heap up, the oldest make room. */
const mostLive = 1000;
const mostPruned = 100;

/** A new access token for a client that proves who it is. Why a proof is not enough is not told. */
export async function issueAccessToken(authority: Authority, input: Proof): Promise<AccessToken> {
  const { clientId, clientSecret, clientAssertion } = read(proof, input);
  const [secret, assertion] = [clientSecret ?? undefined, clientAssertion ?? undefined];
  if (!isUuid(clientId)) throw unknownClient();
  const accessToken = newSecret('access');
  const issued =
    secret !== undefined && assertion === undefined
      ? await issueForSecret(authority, clientId, secret, accessToken)
      : assertion !== undefined && secret === undefined
        ? await issueForAssertion(authority, clientId, assertion, accessToken)
        : refuse(invalidInput('Send either clientSecret or clientAssertion.'));
  return issued ? { accessToken, expiresIn: lifetimeSeconds } : refuse(unknownClient());
}

/** A guess is refused by its hash, and in one statement, whatever about it is wrong. */
async function issueForSecret({ db }: Authority, clientId: string, secret: string, accessToken: string): Promise<boolean> {
  const hash = hashSecret(secret);
  const proven = Prisma.sql`hash = ${hash} OR "earlierHash" = ${hash} AND "earlierEndsAt" > now()`;
  const issued = await db.$queryRaw<unknown[]>`
    WITH ${liveClient(clientId, proven)}, ${noted}, ${pruned}
    ${insertToken(accessToken)}`;
  return issued.length > 0;
}

/** An assertion that has a name is good for one token: of two processes that get it at once, one inserts the name. */
async function issueForAssertion(authority: Authority, clientId: string, text: string, accessToken: string): Promise<boolean> {
  const { db, verifyAssertion, noteReplay } = authority;
  const client = await db.oAuthClient.findFirst({ where: { id: clientId, revokedAt: null, jwksUrl: { not: null } } });
  if (!client?.jwksUrl) return false;
  const { jti, expiresAt } = await verifyAssertion(text, { ...client, jwksUrl: client.jwksUrl });
  const first =
    jti === undefined
      ? Prisma.sql`SELECT 1`
      : Prisma.sql`INSERT INTO oauth_assertions ("oauthClientId", hash, "expiresAt")
          SELECT id, ${hashSecret(jti)}, ${expiresAt} FROM client ON CONFLICT DO NOTHING RETURNING 1`;
  const issued = await db.$queryRaw<unknown[]>`
    WITH ${liveClient(clientId, Prisma.sql`"jwksUrl" = ${client.jwksUrl}`)}, first_use AS (${first}), ${noted}, ${pruned}, ${forgotten}
    ${insertToken(accessToken, Prisma.sql`EXISTS (SELECT FROM first_use)`)}`;
  if (issued.length === 0 && jti !== undefined) noteReplay(client.id);
  return issued.length > 0;
}

/** Locked, so that a revocation meanwhile either ends the new token or is seen here. */
const liveClient = (id: string, proven: Prisma.Sql) => Prisma.sql`
  client AS MATERIALIZED (
    SELECT id, "connectionId", name FROM oauth_clients
    WHERE id = ${id}::uuid AND "revokedAt" IS NULL AND (${proven}) FOR NO KEY UPDATE)`;

const noted = Prisma.sql`
  noted AS (
    UPDATE oauth_clients SET "lastUsedAt" = now() FROM client
    WHERE oauth_clients.id = client.id AND coalesce(oauth_clients."lastUsedAt" < now() - interval '1 minute', TRUE))`;

const tokensOfClient = Prisma.sql`SELECT id FROM credentials WHERE "oauthClientId" = (SELECT id FROM client)`;

/** Tokens live equally long, and their ids grow: what is older than the last of the live ones is next to end. */
const pruned = Prisma.sql`
  pruned AS (
    DELETE FROM credentials WHERE id IN (
      ${tokensOfClient} AND ("expiresAt" <= now() OR id <= (${tokensOfClient} ORDER BY id DESC OFFSET ${mostLive - 1} LIMIT 1))
      ORDER BY id LIMIT ${mostPruned} FOR UPDATE SKIP LOCKED))`;

/** The clocks of several processes may differ by some minutes. */
const forgotten = Prisma.sql`
  forgotten AS (
    DELETE FROM oauth_assertions WHERE ("oauthClientId", hash) IN (
      SELECT "oauthClientId", hash FROM oauth_assertions WHERE "expiresAt" < now() - interval '10 minutes'
      ORDER BY "expiresAt" LIMIT ${mostPruned} FOR UPDATE SKIP LOCKED))`;

const insertToken = (accessToken: string, where = Prisma.sql`TRUE`) => Prisma.sql`
  INSERT INTO credentials (name, role, hash, "createdBy", "connectionId", "oauthClientId", "expiresAt")
  SELECT name, 'PROVISIONER'::"Role", ${hashSecret(accessToken)}, 'oauthClient:' || id, "connectionId", id,
    now() + make_interval(secs => ${lifetimeSeconds})
  FROM client WHERE ${where} RETURNING 1`;
