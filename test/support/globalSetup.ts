import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate, readMigrations } from '#prisma/migrate.ts';
import { migrationsFolder } from '#prisma/openDatabase.ts';
import { startPGlite } from '#prisma/openPGlite.ts';
import { pglitePool } from '#prisma/pglitePool.ts';

const cache = resolve('node_modules/.cache/muster');

/** What a fresh database of a test file is copied from: a database of the server, or a file. */
export type Template = { url: string; name: string } | { file: string };

declare module 'vitest' {
  export interface ProvidedContext {
    template: Template;
  }
}

/** The URL of another database of the same server. */
export function urlOf(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Runs one statement that belongs to no database, such as CREATE DATABASE. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function templateOnServer(url: string): Promise<{ template: Template; remove: () => Promise<void> }> {
  const name = `muster_template_${process.pid}_${Date.now().toString(36)}`;
  await onServer(url, `CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
  const pool = new pg.Pool({ connectionString: urlOf(url, name) });
  await migrate(pool, migrationsFolder);
  await pool.end();
  return { template: { url, name }, remove: () => onServer(url, `DROP DATABASE ${name}`) };
}

/** What the file depends on, as its name: the migrations and the packages. */
async function fileName(): Promise<string> {
  const migrations = await readMigrations(migrationsFolder);
  const packages = await readFile('package-lock.json', 'utf8');
  return `${createHash('sha256')
    .update(JSON.stringify([migrations, packages]))
    .digest('hex')}.tar`;
}

async function writeTemplate(file: string): Promise<void> {
  const pglite = await startPGlite();
  const pool = pglitePool(pglite);
  await migrate(pool, migrationsFolder);
  await pool.end();
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, new Uint8Array(await dump.arrayBuffer()));
  await rename(unfinished, file);
}

const longestKept = 7 * 24 * 3600 * 1000;

/** Templates of earlier migrations go when they are old: another run may be reading a new one. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(cache)) {
    const other = join(cache, name);
    if (Date.now() - (await stat(other)).mtimeMs > longestKept) await rm(other, { recursive: true, force: true });
  }
}

/** Kept for the next run: making it takes longer than many a test. */
async function templateInFile(): Promise<{ template: Template; remove: () => Promise<void> }> {
  const file = join(cache, await fileName());
  if (!existsSync(file)) {
    await mkdir(cache, { recursive: true });
    await removeOld();
    await writeTemplate(file);
  }
  return { template: { file }, remove: async () => {} };
}

/** Migrates one database, from which each test file takes its own; returns what removes it. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL;
  const { template, remove } = url ? await templateOnServer(url) : await templateInFile();
  project.provide('template', template);
  return remove;
}
