import { setTimeout } from 'node:timers/promises';
import { Prisma, type PrismaClient } from '#generated/prisma/client.ts';

/** PostgreSQL lets writes that wait for each other wait a second before it looks whether they do. */
const attempts = 6;
const longestPause = 100;

/**
 * The client, which sends again what PostgreSQL has undone because it and others waited for each other. What is sent by itself is a transaction
 * of its own, of which nothing is left then; one of several statements is over with any of them, and is its owner's to repeat.
 */
export const repeatDeadlocks = (client: PrismaClient): PrismaClient =>
  asClient(client.$extends({ query: { $allOperations: ({ args, query }) => repeated(() => query(args)) } }));

async function repeated<Result>(send: () => Promise<Result>): Promise<Result> {
  let undone: unknown;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const code = codeOf(error);
      if (undone && code === inFailedTransaction) throw undone;
      if (attempt === attempts || code !== deadlock) throw error;
      undone = error;
    }
    await setTimeout(Math.random() * longestPause);
  }
}

// PostgreSQL, Appendix A.
const deadlock = '40P01';
const inFailedTransaction = '25P02';

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  return (error.meta?.driverAdapterError as { cause?: { originalCode?: string } } | undefined)?.cause?.originalCode;
}

/** An extension that changes neither arguments nor results leaves a client as it was, all but its type; nobody uses `$on`, which it takes away. */
const asClient = (extended: unknown) => extended as PrismaClient;
