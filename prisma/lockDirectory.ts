import { mkdir, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { tryLock } from 'fs-native-extensions';

/** Lets no other process use the directory until the returned function is called or this process ends, however it ends. */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true });
  const file = await open(join(directory, 'muster.lock'), 'a+');
  if (tryLock(file.fd)) return () => file.close();
  await file.close();
  throw new Error(
    `Another Muster process is using ${resolve(directory)}. Stop it, give this one a DATA_DIR of its own, or let both share a PostgreSQL server with DATABASE_URL.`,
  );
}
