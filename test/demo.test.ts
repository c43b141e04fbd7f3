import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

describe('npm run demo', () => {
  it('provisions two connections, asks about them and stops', { timeout: 120_000 }, async () => {
    // A status other than 0 rejects.
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'demo/demo.ts'], { cwd: folder });
    expect(stdout.trimEnd()).toMatch(/Done: every answer was the expected one\.$/);
    for (const line of lines) expect(stdout).toMatch(line);
  });
});

const lines = [
  /Acme - Okta +OKTA +http:.*\/scim\/v2\//,
  /still finds Charles .* 200 {2}totalResults 1, .*active false/,
  /finds that Alan is Grace’s manager now .* 200 {2}enterprise\/manager\/displayName Alan Turing/,
  /Grace Hopper +Rear Admiral +Engineering +true +Alan Turing/,
  /Globex - Entra ID +ENTRA_ID +4 +3\n/,
  /asks for everybody .* 401/,
];
