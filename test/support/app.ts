import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { ensureAdminKey } from '#directory/credentials.ts';
import { type AppOptions, createApp } from '#src/app.ts';
import { maxHeaderSize } from '#src/listen.ts';
import { freshDatabase } from './database.ts';
import { asking } from './graph.ts';
import { storyOf } from './story.ts';

/** Tests make many requests, and some count the statements of each: what is reported is reported when they ask for it. */
const unhindered = { rateLimit: 1_000_000, scimRateLimit: 1_000_000, reportEvery: 3_600_000 };

/** The whole product on a fresh database and a free port. */
export type App = Awaited<ReturnType<typeof startApp>>;

export async function startApp(options: Omit<AppOptions, 'database' | 'log'> = {}) {
  const database = await freshDatabase();
  const adminKey = await ensureAdminKey(database.db, undefined);
  if (!adminKey) throw new Error('A fresh database has an admin key already.');
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const front = createApp({ ...unhindered, ...options, database, log });
  const server = createServer({ maxHeaderSize }, front).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = asking(url, adminKey);
  return {
    url,
    adminKey,
    database,
    ask,
    story: storyOf(ask),
    /** Has what was seen of connections reported. */
    settle: front.settle,
    /** All that has been logged. */
    logged: () => lines.join(''),
    async close() {
      const closed = once(server, 'close');
      server.close().closeAllConnections();
      await closed;
      await database.close();
    },
  };
}
