import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '#prisma/openDatabase.ts';

const script = fileURLToPath(new URL('holdDirectory.ts', import.meta.url));

let dataDir: string;
let holder: ChildProcessByStdio<null, Readable, null> | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'muster-data-'));
});
afterEach(async () => {
  await kill();
  await rm(dataDir, { recursive: true, force: true });
});

async function kill(): Promise<void> {
  if (!holder) return;
  const gone = once(holder, 'close');
  holder.kill('SIGKILL');
  holder = undefined;
  await gone;
}

/** Starts a process that holds the directory and writes; returns once so many writes were acknowledged, with the list that goes on growing. */
async function hold(writes: number): Promise<string[]> {
  holder = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  const lines = createInterface(holder.stdout);
  lines.on('line', (id) => acknowledged.push(id));
  while (acknowledged.length < writes) await once(lines, 'line');
  return acknowledged;
}

describe('a data directory', () => {
  it('is refused to a second process, and free again with all that was acknowledged when the first is killed', async () => {
    const acknowledged = await hold(20);
    await expect(openDatabase({ dataDir })).rejects.toThrow(
      `Another Muster process is using ${dataDir}. Stop it, give this one a DATA_DIR of its own`,
    );
    await kill();
    const { db, close } = await openDatabase({ dataDir });
    const written = new Set((await db.connection.findMany({ select: { id: true } })).map(({ id }) => id));
    expect(acknowledged.filter((id) => !written.has(id))).toEqual([]);
    await close();
  });

  it('is refused to a second opening in the same process, and free again when the first is closed', async () => {
    const first = await openDatabase({ dataDir });
    await first.db.connection.create({ data: { name: 'Acme', provider: 'OKTA', updatedBy: 'ada' } });
    await expect(openDatabase({ dataDir })).rejects.toThrow('Another Muster process');
    await first.close();
    const second = await openDatabase({ dataDir });
    expect(await second.db.connection.count({ where: { name: 'Acme' } })).toBe(1);
    await second.close();
  });
});
