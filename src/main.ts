import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { ensureAdminKey } from '#directory/credentials.ts';
import { openDatabase } from '#prisma/openDatabase.ts';
import { createApp } from './app.ts';
import { type Config, readConfig } from './config.ts';

/** Bytes for the longest ASCII filter that is answered, percent-encoded throughout; Node refuses longer headers itself, with 431. */
const longestHeader = 65_536;

async function start(config: Config) {
  const log = pino({ level: config.logLevel });
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    log: (message) => log.info(message),
  });
  const { publicUrl, oidc, rateLimit, introspection } = config;
  const server = createServer({ maxHeaderSize: longestHeader }, createApp({ database, log, publicUrl, oidc, rateLimit, introspection }));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(config.port, config.host, resolve));
  // Only once it listens: a key that was made by a start that failed would never be seen.
  const adminKey = await ensureAdminKey(database.db, config.adminKey);
  announce(config, (server.address() as AddressInfo).port, adminKey);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());

  /** Answers what has been asked, then lets the database go. */
  const stop = () => server.close(() => void database.close()).closeIdleConnections();
}

function announce({ host, publicUrl, databaseUrl, dataDir, introspection }: Config, port: number, adminKey: string | undefined) {
  const base = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  console.log(`Muster is ready.
  ${(introspection ? 'GraphQL and GraphiQL' : 'GraphQL').padEnd(20)}  ${base}/graphql
  SCIM 2.0              ${base}/scim/v2/{connectionId}
  Database              ${databaseUrl ? 'PostgreSQL server' : `embedded, in ${dataDir}`}`);
  if (adminKey) console.log(`  Admin key             ${adminKey}   (shown this once; keep it)`);
}

try {
  await start(readConfig(process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // The database may be open already, and would keep the process alive.
  process.exit(1);
}
