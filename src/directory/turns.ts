import { AsyncLocalStorage } from 'node:async_hooks';
import { timeout } from './errors.ts';
import { type Queue, queue } from './queue.ts';
import type { Session } from './session.ts';

/** How many questions one operation has under way at once: the connections to the database are everyone's. */
const mostAtOnce = 3;

const turns = new WeakMap<Session, Queue>();
const waited = new AsyncLocalStorage<AbortSignal | undefined>();

/** Asks the database when the operation has a turn for it; a question within a question must not wait for another turn. */
export function whenFree<Found>(session: Session, ask: () => Promise<Found>): Promise<Found> {
  const mine = turns.get(session) ?? queue(mostAtOnce);
  turns.set(session, mine);
  return mine(whileWaited(ask));
}

/** Carries out an act for somebody who may cease to wait for it, which the signal tells: no question of it begins any more then. */
export const whileWaitedFor = <Result>(signal: AbortSignal | undefined, act: () => Result): Result => waited.run(signal, act);

/** The same question, which is refused when its turn comes and nobody waits for it any more. */
export const whileWaited =
  <Found>(ask: () => Promise<Found>) =>
  async (): Promise<Found> => {
    if (waited.getStore()?.aborted) throw timeout();
    return ask();
  };
