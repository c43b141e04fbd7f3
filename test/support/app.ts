import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { ensureAdminKey } from '#directory/credentials.ts';
import { type AppOptions, createApp } from '#src/app.ts';
import { freshDatabase } from './database.ts';
import { asking } from './graph.ts';
import { storyOf } from './story.ts';

/** As in main.ts. */
const longestHeader = 65_536;

/** The whole product on a fresh database and a free port. */
export type App = Awaited<ReturnType<typeof startApp>>;

export async function startApp(options: Omit<AppOptions, 'database' | 'log'> = {}) {
  const database = await freshDatabase();
  const adminKey = await ensureAdminKey(database.db, undefined);
  if (!adminKey) throw new Error('A fresh database has an admin key already.');
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const server = createServer({ maxHeaderSize: longestHeader }, createApp({ rateLimit: 1_000_000, ...options, database, log })).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = asking(url, adminKey);
  return {
    url,
    adminKey,
    database,
    ask,
    story: storyOf(ask),
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
