import { timeout } from './errors.ts';
import { type Queue, queue } from './queue.ts';
import type { Session } from './session.ts';

/** How many questions one operation has under way at once: the connections to the database are everyone's. */
const mostAtOnce = 3;

const turns = new WeakMap<Session, Queue>();
const ended = new WeakSet<Session>();

/** Asks the database when the operation has a turn for it; a question within a question must not wait for another turn. */
export function whenFree<Found>(session: Session, ask: () => Promise<Found>): Promise<Found> {
  const mine = turns.get(session) ?? queue(mostAtOnce);
  turns.set(session, mine);
  return mine(async () => {
    if (ended.has(session)) throw timeout();
    return ask();
  });
}

/** Lets no question of an operation begin any more, once it has been answered without them. */
export const endTurns = (session: Session) => ended.add(session);
