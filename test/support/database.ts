import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, databaseInProcess, databaseOnServer } from '#prisma/openDatabase.ts';
import { startPGlite } from '#prisma/openPGlite.ts';
import { pglitePool } from '#prisma/pglitePool.ts';
import { onServer, urlOf } from './globalSetup.ts';

/** A migrated database; `url` where it is on a server, for a second process. */
export type TestDatabase = Database & { url?: string };

async function freshOnServer(server: string, template: string): Promise<TestDatabase> {
  const name = `muster_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = urlOf(server, name);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on('error', () => {});
  return { ...databaseOnServer(pool, () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)), url };
}

async function freshInMemory(file: string): Promise<TestDatabase> {
  const pglite = await startPGlite({ loadDataDir: new Blob([await readFile(file)]) });
  return databaseInProcess(pglitePool(pglite), () => pglite.close());
}

/** A database of the test file's own, gone when it is closed. */
export function freshDatabase(): Promise<TestDatabase> {
  const template = inject('template');
  return 'file' in template ? freshInMemory(template.file) : freshOnServer(template.url, template.name);
}

/** A statement as it was sent. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** The statements that the act sends to the database, those that open and close transactions included. */
export async function statementsDuring({ pool }: Database, act: () => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = [];
  const clients = new Set<pg.PoolClient>();
  const watch = (client: pg.PoolClient): void => {
    if (clients.has(client)) return;
    clients.add(client);
    const query: (...parameters: unknown[]) => unknown = client.query.bind(client);
    const noted = (...parameters: unknown[]) => {
      sent.push(toStatement(parameters));
      return query(...parameters);
    };
    Object.assign(client, { query: noted });
  };
  // The pool's own query() acquires a client too.
  pool.on('acquire', watch);
  try {
    await act();
    return sent;
  } finally {
    pool.off('acquire', watch);
    // What is left is the method of the class.
    for (const client of clients) Reflect.deleteProperty(client, 'query');
  }
}

const toStatement = ([asked, values = []]: unknown[]): Statement =>
  typeof asked === 'string' ? { text: asked, values: values as unknown[] } : { ...(asked as Statement) };

export const countStatements = async (database: Database, act: () => Promise<unknown>): Promise<number> =>
  (await statementsDuring(database, act)).length;
