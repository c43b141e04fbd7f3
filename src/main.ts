import pino from 'pino';
import { ensureAdminKey } from '#directory/credentials.ts';
import { startKeeper } from '#directory/keeper/startKeeper.ts';
import { openDatabase } from '#prisma/openDatabase.ts';
import { createApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { listen } from './listen.ts';
import { logFault } from './requests.ts';

async function start(config: Config) {
  const log = pino({ level: config.logLevel });
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    log: (message) => log.info(message),
  });
  const { publicUrl, oidc, rateLimit, scimRateLimit, introspection } = config;
  const app = createApp({ database, log, publicUrl, oidc, rateLimit, scimRateLimit, introspection });
  const keeper = startKeeper(database.db, (error) => logFault(log, error));
  const letGo = () => app.settle().finally(keeper.stop).finally(database.close);
  const base = await listen(app, config, letGo);
  // Only once it listens: a key that was made by a start that failed would never be seen.
  announce(config, base, await ensureAdminKey(database.db, config.adminKey));
}

function announce({ databaseUrl, dataDir, introspection }: Config, base: string, adminKey: string | undefined) {
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
