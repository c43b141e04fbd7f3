import pg from 'pg';
import type { OpenPool } from './openPGlite.ts';

const oldestVersion = 14;

/** Milliseconds after which the server gives up a statement: no request is worth more. */
const longestStatement = 10_000;

const hints: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host',
  '28P01': 'the password is wrong',
  '28000': 'the user may not connect',
  '3D000': 'there is no such database',
};

/** The address without user, password and parameters. */
function addressOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl) || !/^postgres(ql)?:/.test(databaseUrl)) {
    throw new Error('DATABASE_URL is not a URL such as postgresql://user:password@host:5432/muster.');
  }
  const { protocol, host, pathname, searchParams } = new URL(databaseUrl);
  return `${protocol}//${host || (searchParams.get('host') ?? '')}${pathname}`;
}

function unreachable(address: string, cause: unknown): Error {
  const { code = '', message = '' } = cause as { code?: string; message?: string };
  return new Error(`The PostgreSQL server at ${address} cannot be used: ${hints[code] ?? message}. Check DATABASE_URL.`);
}

/** A pool of connections to a PostgreSQL server, once it has answered. */
export async function openServer(databaseUrl: string, poolSize: number, log: (message: string) => void): Promise<OpenPool> {
  const address = addressOf(databaseUrl);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: 15_000,
    statement_timeout: longestStatement,
    // A server that is gone without a word is found out.
    keepAlive: true,
    // Compiling a large condition took nine of the ten seconds that its statement may take, and never paid.
    options: '-c jit=off',
    application_name: 'muster',
  });
  // An idle connection may end at any time, and the pool replaces it; without a listener it would end the process.
  pool.on('error', (error) => log(`A connection to ${address} ended: ${error.message}`));
  const { rows } = await pool
    .query<{ version: number }>(`SELECT current_setting('server_version_num')::int / 10000 AS version`)
    .catch(async (error) => {
      await pool.end();
      throw unreachable(address, error);
    });
  const version = rows[0]?.version ?? 0;
  if (version >= oldestVersion) return { pool, release: async () => {} };
  await pool.end();
  throw new Error(`Muster needs PostgreSQL ${oldestVersion} or newer; the server at ${address} is PostgreSQL ${version}.`);
}
