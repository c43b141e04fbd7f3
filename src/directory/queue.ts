import { timeout } from './errors.ts';

/** Lets an act begin when it is its turn. */
export type Queue = <Result>(act: () => Promise<Result>) => Promise<Result>;

/** Lets so many acts go on at once; the others begin in order, or are refused when they have waited for so many milliseconds. */
export function queue(most: number, longestWait = Number.POSITIVE_INFINITY): Queue {
  let free = most;
  const waiting = new Set<() => void>();

  const turn = () =>
    new Promise<void>((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer);
        waiting.delete(begin);
        resolve();
      };
      const giveUp = () => {
        waiting.delete(begin);
        reject(timeout());
      };
      const timer = Number.isFinite(longestWait) ? setTimeout(giveUp, longestWait) : undefined;
      waiting.add(begin);
    });

  return async (act) => {
    if (free > 0) free -= 1;
    else await turn();
    try {
      return await act();
    } finally {
      const [next] = waiting;
      if (next) next();
      else free += 1;
    }
  };
}
