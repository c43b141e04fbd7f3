import { timeout } from './errors.ts';
import type { Session } from './session.ts';

/** How many questions one operation has under way at once: the connections to the database are everyone's. */
const mostAtOnce = 3;

interface Turns {
  free: number;
  readonly waiting: (() => void)[];
}

const turns = new WeakMap<Session, Turns>();
const ended = new WeakSet<Session>();

/** Asks the database when the operation has a turn for it; a question within a question must not wait for another turn. */
export async function whenFree<Found>(session: Session, ask: () => Promise<Found>): Promise<Found> {
  const mine = turns.get(session) ?? { free: mostAtOnce, waiting: [] };
  turns.set(session, mine);
  if (mine.free > 0) mine.free -= 1;
  else await new Promise<void>((begin) => mine.waiting.push(begin));
  try {
    if (ended.has(session)) throw timeout();
    return await ask();
  } finally {
    const next = mine.waiting.shift();
    if (next) next();
    else mine.free += 1;
  }
}

/** Lets no question of an operation begin any more, once it has been answered without them. */
export const endTurns = (session: Session) => ended.add(session);
