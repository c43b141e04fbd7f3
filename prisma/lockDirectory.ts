import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tryLock } from 'fs-native-extensions';

/** Lets no other process use the directory until the returned function is called or this process ends, however it ends. */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  // A bare descriptor: a FileHandle that nobody refers to would be closed, and the lock lost, by the garbage collector.
  const file = openSync(join(directory, 'muster.lock'), 'a+');
  if (tryLock(file)) return () => closeSync(file);
  closeSync(file);
  throw new Error(
    `Another Muster process is using ${resolve(directory)}. Stop it, give this one a DATA_DIR of its own, or let both share a PostgreSQL server with DATABASE_URL.`,
  );
}
