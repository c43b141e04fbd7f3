import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrationsFolder } from './openDatabase.ts';
import { schemaDifference, schemaFile } from './schemaDifference.ts';

/** The moment as Prisma's folders are named: YYYYMMDDHHMMSS. */
const stamp = (moment: Date): string => moment.toISOString().replace(/\D/g, '').slice(0, 14);

/** Writes the next migration, to be completed by hand with what Prisma has no word for, and returns its path; undefined when there is nothing to write. */
async function writeMigration(name: string): Promise<string | undefined> {
  const sql = await schemaDifference(migrationsFolder, await readFile(schemaFile, 'utf8'));
  if (!sql) return undefined;
  const folder = join(migrationsFolder, `${stamp(new Date())}_${name}`);
  await mkdir(folder);
  const file = join(folder, 'migration.sql');
  await writeFile(file, sql);
  return file;
}

const [name = ''] = process.argv.slice(2);
if (/^[a-z0-9_]+$/.test(name)) {
  const file = await writeMigration(name);
  console.log(
    file ? `Wrote ${file}. Read it, and complete it by hand.` : 'The migrations and schema.prisma agree: there is nothing to write.',
  );
} else {
  console.error('Name the migration in lower case letters, digits and underscores: npm run db:migration -- add_badges');
  process.exitCode = 1;
}
