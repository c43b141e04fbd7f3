import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from '#generated/prisma/client.ts';
import { migrate } from './migrate.ts';
import { openPGlite } from './openPGlite.ts';
import { openServer } from './openServer.ts';
import { repeatDeadlocks } from './repeatDeadlocks.ts';
import { statementNames } from './statementNames.ts';

export interface Database {
  db: PrismaClient;
  pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A PostgreSQL server; without it PostgreSQL runs in this process. */
  databaseUrl?: string | undefined;
  /** Where the PostgreSQL in this process keeps its data; `memory:` keeps none. */
  dataDir?: string | undefined;
  /** How many connections to the server. */
  poolSize?: number | undefined;
  log?: ((message: string) => void) | undefined;
}

export const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));

/** The Prisma client over a pool of connections to a server. */
export const databaseOnServer = (pool: pg.Pool, release?: () => Promise<void>): Database =>
  databaseOver(pool, new PrismaPg(pool, { statementNameGenerator: statementNames() }), release);

/**
 * The Prisma client over the PostgreSQL in this process. Nothing there gathers statistics by itself, and a prepared statement
 * would keep the plan of the day when its tables were empty: every statement is planned as it comes.
 */
export const databaseInProcess = (pool: pg.Pool, release?: () => Promise<void>): Database =>
  databaseOver(pool, new PrismaPg(pool), release);

function databaseOver(pool: pg.Pool, adapter: PrismaPg, release: () => Promise<void> = async () => {}): Database {
  const db = repeatDeadlocks(new PrismaClient({ adapter, queryPlanCacheMaxSize: 5_000 }));
  const close = async () => {
    await db.$disconnect();
    await pool.end();
    await release();
  };
  return { db, pool, close };
}

/** Opens the database and takes it through the migrations that it lacks. */
export async function openDatabase({
  databaseUrl,
  dataDir = '.muster',
  poolSize = 10,
  log = () => {},
}: DatabaseOptions): Promise<Database> {
  const { pool, release } = databaseUrl ? await openServer(databaseUrl, poolSize, log) : await openPGlite(dataDir);
  const database = (databaseUrl ? databaseOnServer : databaseInProcess)(pool, release);
  try {
    for (const name of await migrate(pool, migrationsFolder)) log(`The database has been through the migration ${name}.`);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
