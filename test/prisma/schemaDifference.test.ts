import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate, readMigrations } from '#prisma/migrate.ts';
import { migrationsFolder } from '#prisma/openDatabase.ts';
import { startPGlite } from '#prisma/openPGlite.ts';
import { pglitePool } from '#prisma/pglitePool.ts';
import { schemaDifference, schemaFile } from '#prisma/schemaDifference.ts';
import { everything, schemaEngine } from '#prisma/schemaEngine.ts';

const schema = await readFile(schemaFile, 'utf8');

describe('the difference between migrations and schema', () => {
  it('is nothing for this repository', async () => {
    expect(await schemaDifference(migrationsFolder, schema)).toBe('');
  });

  it('is the SQL that adds a column which only the schema has', async () => {
    const changed = schema.replace(/^model Group \{$/m, 'model Group {\n  badge String?');
    expect(await schemaDifference(migrationsFolder, changed)).toContain('ALTER TABLE "groups" ADD COLUMN     "badge" TEXT');
  });

  it('is the SQL that drops an index which only the migrations have', async () => {
    const changed = schema.replace('@@index([externalId, connectionId], map: "users_external_id_idx")', '');
    expect(await schemaDifference(migrationsFolder, changed)).toContain('DROP INDEX "users_external_id_idx"');
  });

  it('is everything when there are no migrations', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-migrations-'));
    expect(await schemaDifference(folder, schema)).toContain('CREATE TABLE "users"');
    await rm(folder, { recursive: true });
  });
});

describe("Prisma's own engine", () => {
  const migrationsList = async () => ({
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(migrationsFolder, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: (await readMigrations(migrationsFolder)).map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  });

  it.each(['ours', 'theirs'] as const)('finds nothing to do, and leaves nothing to do, after the other when %s is first', async (first) => {
    const pglite = await startPGlite();
    const pool = pglitePool(pglite);
    const engine = await schemaEngine(pglite, schema);
    const apply = {
      ours: () => migrate(pool, migrationsFolder),
      theirs: async () =>
        (await engine.applyMigrations({ migrationsList: await migrationsList(), filters: everything })).appliedMigrationNames,
    };
    const names = (await readMigrations(migrationsFolder)).map(({ name }) => name);
    expect(await apply[first]()).toEqual(names);
    expect(await apply[first === 'ours' ? 'theirs' : 'ours']()).toEqual([]);
    await pool.end();
    await pglite.close();
  });
});
