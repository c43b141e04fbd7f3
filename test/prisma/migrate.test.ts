import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '#prisma/migrate.ts';
import { migrationsFolder } from '#prisma/openDatabase.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-migrations-'));
  await cp(migrationsFolder, folder, { recursive: true });
});
afterEach(async () => {
  await database.pool.query(`DELETE FROM _prisma_migrations WHERE migration_name LIKE '2999%'`);
  await database.pool.query('DROP TABLE IF EXISTS badges');
  await rm(folder, { recursive: true });
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}
const badges = '29990101000000_badges';
const createBadges = `CREATE TABLE badges (id int);\nDO $$ BEGIN INSERT INTO badges VALUES (1); END $$;`;

describe('migrate', () => {
  it('does nothing to a database that has been through all of them', async () => {
    expect(await migrate(database.pool, folder)).toEqual([]);
    const { rows } = await database.pool.query(
      'SELECT migration_name, applied_steps_count, finished_at FROM _prisma_migrations ORDER BY 1',
    );
    const folders = (await readdir(migrationsFolder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    expect(rows.map((row) => row.migration_name)).toEqual(folders.map(({ name }) => name).toSorted());
    expect(rows[0]).toMatchObject({ applied_steps_count: 1, finished_at: expect.any(Date) });
  });

  it('applies what is missing, once', async () => {
    await write(badges, createBadges);
    expect(await migrate(database.pool, folder)).toEqual([badges]);
    expect(await migrate(database.pool, folder)).toEqual([]);
    expect((await database.pool.query('SELECT id FROM badges')).rows).toEqual([{ id: 1 }]);
  });

  it('lets two that run at once apply it once', async () => {
    await write(badges, createBadges);
    const applied = await Promise.all([migrate(database.pool, folder), migrate(database.pool, folder)]);
    expect(applied.flat()).toEqual([badges]);
  });

  it('leaves nothing of a migration that fails, and applies it when it is mended', async () => {
    await write(badges, `${createBadges} SELECT 1 / 0;`);
    await expect(migrate(database.pool, folder)).rejects.toThrow(
      `The migration ${badges} failed and left nothing behind: division by zero`,
    );
    await write(badges, createBadges);
    expect(await migrate(database.pool, folder)).toEqual([badges]);
  });

  it('refuses a migration that has changed since', async () => {
    await write(badges, createBadges);
    await migrate(database.pool, folder);
    await write(badges, `${createBadges} -- and more`);
    await expect(migrate(database.pool, folder)).rejects.toThrow(`The migration ${badges} has changed since`);
  });

  it('refuses a database that has been through a migration of a newer Muster', async () => {
    await write(badges, createBadges);
    await migrate(database.pool, folder);
    await expect(migrate(database.pool, migrationsFolder)).rejects.toThrow(
      `${badges}, which this Muster does not know: a newer Muster ran here`,
    );
  });

  it('refuses a database in which a migration did not finish, until that is resolved', async () => {
    await write(badges, createBadges);
    await database.pool.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', 'x', $1)`, [badges]);
    await expect(migrate(database.pool, folder)).rejects.toThrow(`The migration ${badges} began and did not finish`);
    await database.pool.query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = '1'`);
    expect(await migrate(database.pool, folder)).toEqual([badges]);
  });

  it('leaves the pool free for others after a refusal', async () => {
    await write(badges, 'SELEC');
    await expect(migrate(database.pool, folder)).rejects.toThrow('syntax error');
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});
