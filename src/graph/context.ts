import DataLoader from 'dataloader';
import type { Authority } from '#directory/accessTokens.ts';
import { authenticate, type VerifyToken } from '#directory/credentials.ts';
import { DirectoryError } from '#directory/errors.ts';
import type { Session } from '#directory/session.ts';
import { inShare } from '#directory/shares.ts';
import { whenFree } from '#directory/turns.ts';

/** What every resolver is given. */
export interface Context {
  /** Who asks; looking into it refuses those who are nobody. */
  readonly session: Session;
  /** The address that SCIM URLs begin with. */
  readonly publicUrl: string;
  /** Who gives out access tokens, to those who are nobody yet. */
  readonly authority: Authority;
}

/** Who calls, as the caller says: in headers over HTTP, in fields in process. */
export interface Caller {
  readonly authorization: string | undefined;
  /** Narrows the caller to one connection, in the header Muster-Connection. */
  readonly connectionId: string | undefined;
  readonly publicUrl: string;
}

/** The context of one operation, the same over HTTP and in process; tokens of an OpenID provider count where they can be verified. */
export async function createContext(
  authority: Authority,
  { authorization, connectionId, publicUrl }: Caller,
  verifyToken?: VerifyToken,
): Promise<Context> {
  try {
    const session = await authenticate(authority.db, bearer(authorization), connectionId, verifyToken);
    return { session: inShare(session, authority.share), publicUrl, authority };
  } catch (error) {
    if (error instanceof DirectoryError) return { session: nobody(error), publicUrl, authority };
    throw error;
  }
}

/**
 * The session of those who are nobody. Introspection is open to all; whatever touches the directory looks into the session and is refused.
 * A getter would not do: Yoga copies the context, and with it would read the session before anything is asked.
 */
function nobody(refusal: DirectoryError): Session {
  const session = new Proxy({} as Session, {
    get: () => {
      throw refusal;
    },
  });
  nobodies.set(session, refusal);
  return session;
}

const nobodies = new WeakMap<Session, DirectoryError>();

/** Who asks, as the change log names them; nothing for those who are nobody. */
export const actorOf = ({ session }: Context) => (nobodies.has(session) ? undefined : session.actor);

/** Why those who are nobody are; nothing for all others. */
export const refusalOf = ({ session }: Context) => nobodies.get(session);

/** The secret of an Authorization header (RFC 6750 §2.1). */
export const bearer = (authorization: string | undefined) => /^Bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1];

type Batch<Key, Value> = (keys: readonly Key[], context: Context) => Promise<readonly Value[]>;

const loaders = new WeakMap<Context, Map<unknown, DataLoader<unknown, unknown>>>();

/**
 * Loads one of many: those asked for by the rows of one list become one statement. `name` tells apart loads that differ in their arguments.
 * Nothing is remembered, because the next mutation of the document may change it.
 */
export function load<Key extends string, Value>(context: Context, name: unknown, key: Key, batch: Batch<Key, Value>): Promise<Value> {
  const mine = loaders.get(context) ?? new Map<unknown, DataLoader<unknown, unknown>>();
  loaders.set(context, mine);
  const loader = (mine.get(name) ??
    new DataLoader((keys: readonly Key[]) => whenFree(context.session, () => eachOnce(keys, context, batch)), {
      cache: false,
    })) as DataLoader<Key, Value>;
  mine.set(name, loader as DataLoader<unknown, unknown>);
  return loader.load(key);
}

/** What several rows share is asked for once. */
async function eachOnce<Key extends string, Value>(keys: readonly Key[], context: Context, batch: Batch<Key, Value>): Promise<Value[]> {
  const distinct = [...new Set(keys)];
  const values = await batch(distinct, context);
  const found = new Map(distinct.map((key, place) => [key, values[place] as Value]));
  return keys.map((key) => found.get(key) as Value);
}
