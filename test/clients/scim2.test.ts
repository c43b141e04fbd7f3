import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arrangement, arrangements } from '#test/support/arrangements.ts';
import { type Exception, exceptions } from './exceptions.ts';
import { findPython, runScript } from './python.ts';

/** A check of scim2-tester and what it has found. */
interface Finding {
  status: string;
  check: string;
  resourceType: string | null;
  about: string | null;
  reason: string | null;
}

let python: string | undefined;
let missing = '';
beforeAll(async () => {
  try {
    python = await findPython();
  } catch (error) {
    if (process.env.CI) throw error;
    missing = `scim2-tester and scim2-client are left out: they need Python 3.11 with venv, and PyPI the first time. ${(error as Error).message}`;
    console.warn(missing);
  }
}, 300_000);

const isAbout =
  ({ resourceType, check, about }: Exception) =>
  (finding: Finding) =>
    finding.resourceType === resourceType && [undefined, finding.check].includes(check) && [undefined, finding.about].includes(about);

describe.each(arrangements)('the gateway %s', { timeout: 120_000 }, (_, arrange) => {
  let arrangement: Arrangement;
  beforeAll(async () => {
    arrangement = await arrange();
  }, 120_000);
  afterAll(() => arrangement.close());

  it('passes every check of scim2-tester but the exceptions, none of which is out of date', async ({ skip }) => {
    if (!python) return skip(missing);
    const findings: Finding[] = await runScript(python, 'check_server.py', await arrangement.connection());
    const failures = findings.filter(({ status }) => !['SUCCESS', 'COMPLIANT', 'ACCEPTABLE'].includes(status));
    expect(failures.filter((failure) => !exceptions.some((exception) => isAbout(exception)(failure)))).toEqual([]);
    expect(exceptions.filter((exception) => !failures.some(isAbout(exception)))).toEqual([]);
    expect(findings.length - failures.length).toBeGreaterThanOrEqual(137);
  });

  it('serves a program that uses scim2-client', async ({ skip }) => {
    if (!python) return skip(missing);
    const names = Array.from({ length: 23 }, (_, place) => `page-${`${place}`.padStart(2, '0')}`);
    const pages = [names.slice(0, 10), names.slice(10, 20), names.slice(20)];
    expect(await runScript(python, 'use_client.py', await arrangement.connection())).toMatchObject({
      created: { userName: 'ada', externalId: '00ada', active: true, emails: [{ value: 'ada@acme.example', primary: true }] },
      'created again': { raised: 'UniquenessException' },
      patched: { title: 'Countess', emails: [{ display: 'Ada' }], meta: { version: 'W/"2"' } },
      'read with its version': true,
      'patched in a version that is no longer': { raised: 'PreconditionFailedException' },
      replaced: { displayName: 'Ada Lovelace', title: 'Lady' },
      members: true,
      'groups of a member': ['engines'],
      bulk: [201],
      'pages by index': pages,
      'pages by cursor': pages,
      search: [{ userName: 'grace' }],
      'read when it is gone': { raised: 'NotFoundException' },
      left: [],
    });
  });
});
