import { fileURLToPath } from 'node:url';
import { migrate } from './migrate.ts';
import { startPGlite } from './openPGlite.ts';
import { pglitePool } from './pglitePool.ts';
import { everything, schemaEngine } from './schemaEngine.ts';

export const schemaFile = fileURLToPath(new URL('schema.prisma', import.meta.url));

/**
 * The SQL that takes a database which has been through the folder's migrations to the Prisma schema; empty when it is there.
 * What Prisma has no word for (functions, triggers, checks, indexes on expressions) is no difference.
 */
export async function schemaDifference(migrationsFolder: string, schema: string): Promise<string> {
  const pglite = await startPGlite();
  const pool = pglitePool(pglite);
  try {
    await migrate(pool, migrationsFolder);
    const files = [{ path: 'schema.prisma', content: schema }];
    const engine = await schemaEngine(pglite, schema);
    const { stdout, exitCode } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: everything,
    });
    return exitCode === 0 ? '' : (stdout ?? '');
  } finally {
    await pool.end();
    await pglite.close();
  }
}
