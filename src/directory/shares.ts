import type { PrismaClient } from '#generated/prisma/client.ts';
import { queue } from './queue.ts';
import type { Session } from './session.ts';
import { whileWaited } from './turns.ts';

/** Milliseconds: as long as for a connection of the pool. */
const longestWait = 15_000;

/** More are not remembered; whoever is forgotten under way gets a share anew. */
const mostShares = 500;

const shares = new WeakMap<PrismaClient, Map<string, PrismaClient>>();
const owners = new WeakMap<PrismaClient, PrismaClient>();

/**
 * The session, with its share of the database: of all statements of one connection's provider, or of another credential, so many are under way
 * at once, and the others wait for these. However many are asked and however dear they are, the rest of the pool is for everybody else.
 * A transaction would hold its locks while its statements wait for their turns: a session opens none.
 */
export function inShare(session: Session, most: number): Session {
  const all = shares.get(session.db) ?? new Map<string, PrismaClient>();
  shares.set(session.db, all);
  const whose = session.role === 'PROVISIONER' ? String(session.connections) : session.actor;
  const db = all.get(whose) ?? shareOf(session.db, most);
  // A Map keeps the order in which it was written: the first is the one that has been away the longest.
  all.delete(whose);
  all.set(whose, db);
  if (all.size > mostShares) all.delete([...all.keys()][0] ?? '');
  return { ...session, db };
}

/** The database as it is without shares, for what is asked once for all. */
export const unshared = (db: PrismaClient): PrismaClient => owners.get(db) ?? db;

function shareOf(owner: PrismaClient, most: number): PrismaClient {
  const inTurn = queue(most, longestWait);
  const db = asClient(owner.$extends({ query: { $allOperations: ({ args, query }) => inTurn(whileWaited(() => query(args))) } }));
  owners.set(db, owner);
  return db;
}

/** An extension that changes neither arguments nor results leaves a client as it was, all but its type; no session uses `$on`, which it takes away. */
const asClient = (extended: unknown) => extended as PrismaClient;
