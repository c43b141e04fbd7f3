import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** A row of Prisma's table of migrations. */
interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/** The table as `prisma migrate deploy` makes it. */
const createTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/** The advisory lock that `prisma migrate deploy` takes too, so that the two wait for each other. */
const lock = 72707369;

/** The migrations of a folder, oldest first. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Why the folder does not fit what the database has been through; undefined when it does. */
function misfit(migrations: Migration[], applied: Applied[]): string | undefined {
  const checksums = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const { migration_name: name, finished_at, checksum } of applied) {
    if (!finished_at)
      return `The migration ${name} began and did not finish. Restore the database from a backup, or repair it and run: npx prisma migrate resolve --rolled-back ${name}`;
    if (!checksums.has(name))
      return `The database has been through the migration ${name}, which this Muster does not know: a newer Muster ran here. Start that version or a later one.`;
    if (checksums.get(name) !== checksum)
      return `The migration ${name} has changed since the database went through it. Restore the file; a change of the database is a new migration.`;
  }
  return undefined;
}

async function apply(client: pg.ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), clock_timestamp(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The migration ${name} failed and left nothing behind: ${reason}`, { cause });
  }
}

/** Takes the database through the migrations of the folder that it has not been through, and names them. */
export async function migrate(pool: pg.Pool, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = await pool.connect();
  try {
    // A migration, and waiting for another process's, may take as long as it takes.
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [lock]);
    try {
      await client.query(createTable);
      const { rows: applied } = await client.query<Applied>(
        'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at',
      );
      const reason = misfit(migrations, applied);
      if (reason) throw new Error(reason);
      const known = new Set(applied.map((row) => row.migration_name));
      const missing = migrations.filter(({ name }) => !known.has(name));
      for (const migration of missing) await apply(client, migration);
      return missing.map(({ name }) => name);
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [lock]);
      await client.query('RESET statement_timeout');
    }
  } finally {
    client.release();
  }
}
