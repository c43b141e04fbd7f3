import DataLoader from 'dataloader';
import { authenticate, type VerifyToken } from '#directory/credentials.ts';
import { DirectoryError } from '#directory/errors.ts';
import type { Session } from '#directory/session.ts';
import type { PrismaClient } from '#generated/prisma/client.ts';

/** What every resolver is given. */
export interface Context {
  /** Who asks; looking into it refuses those who are nobody. */
  readonly session: Session;
  /** The address that SCIM URLs begin with. */
  readonly publicUrl: string;
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
  db: PrismaClient,
  { authorization, connectionId, publicUrl }: Caller,
  verifyToken?: VerifyToken,
): Promise<Context> {
  try {
    return { session: await authenticate(db, bearer(authorization), connectionId, verifyToken), publicUrl };
  } catch (error) {
    if (error instanceof DirectoryError) return { session: nobody(error), publicUrl };
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
  nobodies.add(session);
  return session;
}

const nobodies = new WeakSet<Session>();

/** Who asks, as the change log names them; nothing for those who are nobody. */
export const actorOf = ({ session }: Context) => (nobodies.has(session) ? undefined : session.actor);

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
  const loader = (mine.get(name) ?? new DataLoader((keys: readonly Key[]) => batch(keys, context), { cache: false })) as DataLoader<
    Key,
    Value
  >;
  mine.set(name, loader as DataLoader<unknown, unknown>);
  return loader.load(key);
}
