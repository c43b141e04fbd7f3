import { setTimeout } from 'node:timers/promises';
import type { PrismaClient } from '#generated/prisma/client.ts';
import { catchUp, look } from './catchUp.ts';
import { type Memory, sweepSeconds, takeTurn } from './takeTurn.ts';

export interface Keeper {
  /** Resolves once all changes that are pending have been followed. */
  settled(): Promise<void>;
  /** Resolves once the turn that is under way has ended, if there is one. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks; after failures more. */
const pauses = { usual: 200, longest: 30_000 };

/** Keeps the membership of policies right from now on, together with all other processes that do. */
export function startKeeper(db: PrismaClient, fault: (error: unknown) => void): Keeper {
  const memory: Memory = {};
  const ending = new AbortController();
  const { signal } = ending;

  let quietUntil = 0;

  /** Follows what there is to follow. Where nothing depends on the time, that is found out once for every time that it is due. */
  async function round(): Promise<void> {
    const { isPending, isDue } = await look(db);
    if (!isPending && !(isDue && Date.now() >= quietUntil)) return;
    let turn = await takeTurn(db, memory);
    if (turn === 'nothing') quietUntil = Date.now() + sweepSeconds * 1000;
    while (turn === 'followed' && !signal.aborted) turn = await takeTurn(db, memory);
  }

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await round();
        failures = 0;
      } catch (error) {
        failures += 1;
        fault(error);
      }
      const length = Math.min(pauses.usual * 2 ** failures, pauses.longest);
      await setTimeout(length, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  const running = run();
  return {
    settled: () => catchUp(db, memory),
    async stop() {
      ending.abort();
      await running;
    },
  };
}
