import { execFile, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const cache = resolve('node_modules/.cache/muster');
const folder = fileURLToPath(new URL('.', import.meta.url));
const requirements = join(folder, 'requirements.txt');
const run = promisify(execFile);

/** A Python that has the clients, made once for each list of them; fails where there is no Python 3.11 with venv, or no way to PyPI. */
export async function findPython(): Promise<string> {
  const { stdout: version } = await run('python3', ['-VV']);
  const list = await readFile(requirements);
  const home = join(cache, `python-${createHash('sha256').update(version).update(list).digest('hex').slice(0, 16)}`);
  if (!existsSync(home)) await makeHome(home);
  return join(home, 'bin/python');
}

/** Made beside its place, and put there whole. */
async function makeHome(home: string) {
  const making = `${home}-${randomUUID()}`;
  try {
    await mkdir(cache, { recursive: true });
    await run('python3', ['-m', 'venv', making]);
    const install = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--only-binary',
      ':all:',
      '-r',
      requirements,
    ];
    await run(join(making, 'bin/python'), install);
    // Another run may have been faster.
    await rename(making, home).catch((error) => existsSync(home) || Promise.reject(error));
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** What a script of this folder prints as JSON of the connection that it is given. */
export async function runScript(python: string, script: string, { scimUrl, token }: { scimUrl: string; token: string }) {
  const child = spawn(python, ['-B', join(folder, script), scimUrl], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(`${token}\n`);
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new Error(`${script} has ended with ${code}:\n${errors}`);
  return JSON.parse(output);
}
