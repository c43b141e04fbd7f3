import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { ensureAdminKey } from '#directory/credentials.ts';
import { openDatabase } from '#prisma/openDatabase.ts';
import { createApp } from '#src/app.ts';

export interface RunningServer {
  readonly url: string;
  readonly adminKey: string;
  readonly dataDir: string;
  stop(): Promise<void>;
}

/** A server on a free port, over an embedded database in a folder that goes with it. */
export async function startServer(): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-demo-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const database = await openDatabase({ dataDir });
  const adminKey = (await ensureAdminKey(database.db, undefined)) ?? '';
  const server = createServer(createApp({ database, log: pino({ level: 'error' }) }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await database.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, adminKey, dataDir, stop };
}
