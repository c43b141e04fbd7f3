import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type pg from 'pg';
import { lockDirectory } from './lockDirectory.ts';
import { pglitePool } from './pglitePool.ts';

export interface OpenPool {
  pool: pg.Pool;
  /** Frees what stands behind the pool, once it has ended. */
  release(): Promise<void>;
}

/** Starts PostgreSQL in this process: in memory, in a folder, or in memory from what dumpDataDir() gave. */
export const startPGlite = (from: { dataDir?: string; loadDataDir?: Blob } = {}): Promise<PGlite> =>
  PGlite.create({ extensions: { pg_trgm }, ...from });

/** Makes the folder whole or not at all: a first start may be killed half way. */
async function makeFolder(folder: string): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const pglite = await startPGlite({ dataDir: unfinished });
  await pglite.close();
  await rename(unfinished, folder);
}

async function startInFolder(dataDir: string): Promise<PGlite> {
  const folder = join(dataDir, 'postgres');
  if (!existsSync(folder)) await makeFolder(folder);
  return startPGlite({ dataDir: folder });
}

/** PostgreSQL in this process, in a folder that no other process uses meanwhile, or in memory. */
export async function openPGlite(dataDir: string): Promise<OpenPool> {
  const inMemory = dataDir === 'memory:';
  const unlock = inMemory ? () => {} : lockDirectory(dataDir);
  try {
    const pglite = await (inMemory ? startPGlite() : startInFolder(dataDir));
    const release = () => pglite.close().finally(unlock);
    return { pool: pglitePool(pglite), release };
  } catch (error) {
    unlock();
    throw error;
  }
}
