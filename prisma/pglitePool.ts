import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { pgliteStream } from './pgliteStream.ts';

/** A pool over the PostgreSQL in this process. It has one session, so a transaction holds it alone and everyone else waits. */
export const pglitePool = (pglite: PGlite): pg.Pool =>
  new pg.Pool({ stream: () => pgliteStream(pglite), user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0 });
