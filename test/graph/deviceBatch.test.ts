import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused, type Variables } from '#test/support/graph.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
  await app.story.facts({
    diskFreeGb: 'NUMBER',
    jailbroken: 'BOOLEAN',
    apps: 'LIST',
    agentVersion: 'VERSION',
    seenAt: 'DATE_TIME',
    note: 'STRING',
  });
});
afterAll(() => app.close());
beforeEach(async () => {
  okta = await app.story.connection();
});

const registerDevices = `mutation ($input: RegisterDevicesInput!) { registerDevices(input: $input) {
  created updated unchanged failed notWritten
  results { index outcome device { id serialNumber udid name tags facts version enrolledAt } error { code message field } } } }`;

const register = async (devices: readonly object[], more: Variables = {}) =>
  (await app.ask(registerDevices, { input: { connectionId: okta.id, devices, ...more } })).registerDevices;

const skipping = (devices: readonly object[]) => register(devices, { onError: 'SKIP_FAILED' });

interface Result {
  outcome: string;
  error: { code: string; message: string; field: string | null } | null;
}

const outcomes = ({ results }: { results: readonly Result[] }) => results.map(({ outcome }) => outcome);
const errors = ({ results }: { results: readonly Result[] }) => results.map(({ error }) => (error ? [error.code, error.field] : null));

/** The devices of the connection, in the order of their names. */
const kept = async () =>
  (
    await app.ask(
      'query ($id: ID!) { connection(id: $id) { devices(orderBy: [{ field: NAME }]) { nodes { serialNumber udid name version } } } }',
      { id: okta.id },
    )
  ).connection.devices.nodes;

const countChanges = () => app.database.db.change.count();

describe('registerDevices', () => {
  it('makes what is new, changes what is known and leaves what is as it says', async () => {
    await register([
      { serialNumber: 'C02A', name: 'a' },
      { serialNumber: 'C02B', name: 'b' },
    ]);
    const answer = await register([
      { serialNumber: 'C02B', name: 'b' },
      { serialNumber: 'C02C', name: 'c' },
      { serialNumber: 'C02A', name: 'renamed' },
    ]);
    expect(answer).toMatchObject({ created: 1, updated: 1, unchanged: 1, failed: 0, notWritten: 0 });
    expect(answer.results).toMatchObject([
      { index: 0, outcome: 'UNCHANGED', device: { serialNumber: 'C02B', name: 'b', version: 1 }, error: null },
      { index: 1, outcome: 'CREATED', device: { serialNumber: 'C02C', name: 'c', version: 1 }, error: null },
      { index: 2, outcome: 'UPDATED', device: { serialNumber: 'C02A', name: 'renamed', version: 2 }, error: null },
    ]);
  });

  it('finds a device by either name, whatever its case, and adds the other', async () => {
    await register([
      { serialNumber: 'c02-é', name: 'by serial' },
      { udid: '00ff', name: 'by udid' },
    ]);
    const answer = await register([
      { serialNumber: 'C02-É', udid: 'AA11' },
      { udid: '00FF', serialNumber: 'C02Z' },
    ]);
    expect(outcomes(answer)).toEqual(['UPDATED', 'UPDATED']);
    expect(await kept()).toEqual([
      { serialNumber: 'C02-É', udid: 'AA11', name: 'by serial', version: 2 },
      { serialNumber: 'C02Z', udid: '00FF', name: 'by udid', version: 2 },
    ]);
  });

  it('keeps what is absent and clears what is null or empty', async () => {
    const full = {
      serialNumber: 'C1',
      udid: 'u1',
      name: 'n',
      tags: ['lab'],
      facts: { diskFreeGb: 5, note: 'x' },
      enrolledAt: '2026-01-31T09:00:00Z',
    };
    await register([full]);
    expect(outcomes(await register([{ serialNumber: 'C1' }]))).toEqual(['UNCHANGED']);
    const { results } = await register([{ udid: 'U1', serialNumber: null, name: '', tags: null, enrolledAt: null, facts: { note: null } }]);
    expect(results[0].device).toEqual({
      id: expect.any(String),
      serialNumber: null,
      udid: 'U1',
      name: null,
      tags: [],
      facts: { diskFreeGb: 5 },
      version: 2,
      enrolledAt: null,
    });
    const cleared = await register([{ udid: 'u1', facts: null }]);
    expect(cleared.results[0].device).toMatchObject({ facts: {}, version: 3 });
  });

  it('keeps every kind of fact as sent', async () => {
    const facts = {
      diskFreeGb: 12.5,
      jailbroken: false,
      apps: ['Slack', '1Password'],
      agentVersion: '14.10',
      seenAt: '2026-01-31T09:00:00+02:00',
      note: '😀',
    };
    const { results } = await register([{ serialNumber: 'C1', facts }]);
    expect(results[0].device.facts).toEqual(facts);
  });

  it('goes to the only connection of the credential, and to one that exists', async () => {
    const { createApiKey } = await app.ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }', {
      input: { name: 'Sync', role: 'OPERATOR', connectionIds: [okta.id] },
    });
    await app.ask(registerDevices, { input: { devices: [{ serialNumber: 'C1' }] } }, createApiKey.token);
    expect(await kept()).toHaveLength(1);
    const nowhere = register([{ serialNumber: 'C1' }], { connectionId: '01900000-0000-7000-8000-000000000000' });
    await expect(nowhere).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('takes a batch of a thousand devices with twenty facts each, and writes nothing when it comes again', async () => {
    await app.story.facts(Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`fact${place}`, 'STRING'])));
    const facts = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`fact${place}`, `the value of the fact ${place}`]));
    const devices = Array.from({ length: 1000 }, (_, place) => ({
      serialNumber: `C${place}`,
      udid: `udid-${place}`,
      name: `Device ${place}`,
      facts,
    }));
    expect(await register(devices)).toMatchObject({ created: 1000, failed: 0 });
    const before = await countChanges();
    expect(await register(devices.toReversed())).toMatchObject({ unchanged: 1000 });
    expect(await countChanges()).toBe(before);
    expect((await kept()).every(({ version }: { version: number }) => version === 1)).toBe(true);
  });

  it.each([
    ['no row at all', [], 'INVALID_INPUT'],
    ['1,001 rows', Array.from({ length: 1001 }, (_, place) => ({ serialNumber: `C${place}` })), 'LIMIT_EXCEEDED'],
    ['a name that is a list', [{ serialNumber: 'C1', name: ['a', 'b'] }], 'INVALID_INPUT'],
    ['an unknown field', [{ serialNumber: 'C1', owner: 'ada' }], 'INVALID_INPUT'],
    ['facts that are a list', [{ serialNumber: 'C1', facts: [1] }], 'INVALID_INPUT'],
    ['a day that is none', [{ serialNumber: 'C1', enrolledAt: '2026-02-30T00:00:00Z' }], 'INVALID_INPUT'],
  ])('refuses %s as a whole', async (_, devices, code) => {
    const before = await countChanges();
    await expect(skipping(devices)).rejects.toMatchObject(refused(code));
    expect(await countChanges()).toBe(before);
  });
});

describe('a batch', () => {
  it('is refused before anything is written when its answer would be too large', async () => {
    const devices = Array.from({ length: 1000 }, (_, place) => ({ serialNumber: `C${place}` }));
    const document = `mutation ($input: RegisterDevicesInput!) { registerDevices(input: $input) {
      results { device { assignedUser { groups(first: 100) { nodes { displayName } } } } } } }`;
    const ask = (rows: readonly object[]) => app.ask(document, { input: { connectionId: okta.id, devices: rows } });
    await expect(ask(devices)).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
    expect(await kept()).toEqual([]);
    expect((await ask(devices.slice(0, 10))).registerDevices.results).toHaveLength(10);
  });
});

describe('a row that fails', () => {
  it.each([
    ['without a name', { name: 'x' }, 'serialNumber'],
    ['whose names are empty', { serialNumber: '', udid: null }, 'serialNumber'],
    ['whose name is blank', { serialNumber: '  ' }, 'serialNumber'],
    ['with a NUL', { serialNumber: 'C\0' }, 'serialNumber'],
    ['with half a surrogate pair', { serialNumber: 'C9', model: '\ud800' }, 'model'],
    ['with a name too long for an index', { udid: 'x'.repeat(513) }, 'udid'],
    ['with too many tags', { serialNumber: 'C9', tags: Array(201).fill('x') }, 'tags'],
    ['with an empty tag', { serialNumber: 'C9', tags: ['ok', ''] }, 'tags.1'],
    ['before the year 1', { serialNumber: 'C9', enrolledAt: '0001-01-01T00:00:00+01:00' }, 'enrolledAt'],
    ['after the year 9999', { serialNumber: 'C9', lastCheckInAt: '9999-12-31T23:59:59-01:00' }, 'lastCheckInAt'],
    ['with a fact of another type', { serialNumber: 'C9', facts: { diskFreeGb: '5' } }, 'facts.diskFreeGb'],
    ['with a fact that is no version', { serialNumber: 'C9', facts: { agentVersion: 'new' } }, 'facts.agentVersion'],
    ['with a fact that is no instant', { serialNumber: 'C9', facts: { seenAt: 'yesterday' } }, 'facts.seenAt'],
    ['with a list of other things than text', { serialNumber: 'C9', facts: { apps: [1] } }, 'facts.apps'],
    ['with an object for a fact', { serialNumber: 'C9', facts: { note: { deep: true } } }, 'facts.note'],
    ['with a NUL in a fact', { serialNumber: 'C9', facts: { note: '\0' } }, 'facts.note'],
    ['with half a surrogate pair in a list', { serialNumber: 'C9', facts: { apps: ['\udfff'] } }, 'facts.apps.0'],
    ['with a fact that nobody has declared', { serialNumber: 'C9', facts: { constructor: 1 } }, 'facts'],
    ['with a fact named __proto__', JSON.parse('{"serialNumber":"C9","facts":{"__proto__":{"polluted":true}}}'), 'facts'],
  ])('is told its field, and the others are written: %s', async (_, row, field) => {
    const answer = await skipping([{ serialNumber: 'C1', name: 'first' }, row, { serialNumber: 'C3', name: 'third' }]);
    expect(answer).toMatchObject({ created: 2, failed: 1, notWritten: 0 });
    expect(errors(answer)).toEqual([null, ['INVALID_INPUT', field], null]);
    expect(answer.results[1].error.message).toMatch(/^\S+: .+\.$|\?$/);
    expect((await kept()).map(({ name }: { name: string }) => name)).toEqual(['first', 'third']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('keeps everything else from being written with REJECT_ALL, and every row is told what speaks against it', async () => {
    await register([
      { serialNumber: 'C1', name: 'known' },
      { udid: 'U2', name: 'other' },
    ]);
    const before = await countChanges();
    const answer = await register([
      { serialNumber: 'C1', name: 'changed' },
      { serialNumber: 'C9', enrolledAt: '0001-01-01T00:00:00+01:00' },
      { serialNumber: 'C1', udid: 'u2' },
      { serialNumber: 'C5' },
      { serialNumber: 'c5' },
    ]);
    expect(answer).toMatchObject({ created: 0, updated: 0, unchanged: 0, failed: 3, notWritten: 2 });
    expect(outcomes(answer)).toEqual(['NOT_WRITTEN', 'FAILED', 'FAILED', 'NOT_WRITTEN', 'FAILED']);
    expect(errors(answer)).toEqual([null, ['INVALID_INPUT', 'enrolledAt'], ['AMBIGUOUS', 'udid'], null, ['INVALID_INPUT', 'serialNumber']]);
    expect(answer.results.map(({ device }: { device: unknown }) => device)).toEqual([null, null, null, null, null]);
    expect(await countChanges()).toBe(before);
  });

  it('suggests the facts that may have been meant', async () => {
    const { results } = await skipping([{ serialNumber: 'C1', facts: { diskfreGb: 1 } }]);
    expect(results[0].error.message).toBe('facts: there is no fact "diskfreGb". Did you mean "diskFreeGb"?');
  });
});

describe('two names of one device', () => {
  beforeEach(async () => {
    await register([
      { serialNumber: 'C1', udid: 'U1', name: '1' },
      { serialNumber: 'C2', udid: 'U2', name: '2' },
    ]);
  });

  it.each([
    ['by the same serial number', [{ serialNumber: 'N1' }, { serialNumber: 'n1' }], 'serialNumber'],
    [
      'by the same UDID',
      [
        { serialNumber: 'N1', udid: 'N' },
        { serialNumber: 'N2', udid: 'n' },
      ],
      'udid',
    ],
    [
      'of a known device, by another name',
      [
        { serialNumber: 'C1', name: 'x' },
        { udid: 'U1', name: 'y' },
      ],
      'udid',
    ],
    ['of a known device, by the name that it had', [{ udid: 'U1', serialNumber: 'N1' }, { serialNumber: 'C1' }], 'serialNumber'],
  ])('in one batch fail in the later row: %s', async (_, rows, field) => {
    const answer = await skipping(rows);
    expect(errors(answer)).toEqual([null, ['INVALID_INPUT', field]]);
    expect(answer.results[1].error.message).toContain('the row 0 names the same device');
  });

  it.each([
    ['a serial number and a UDID of two devices', { serialNumber: 'C1', udid: 'U2' }],
    ['the same the other way round', { serialNumber: 'c2', udid: 'u1' }],
  ])('in one row fail: %s', async (_, row) => {
    const answer = await skipping([row, { serialNumber: 'N1', name: '3' }]);
    expect(errors(answer)).toEqual([['AMBIGUOUS', 'udid'], null]);
    expect(await kept()).toEqual([
      { serialNumber: 'C1', udid: 'U1', name: '1', version: 1 },
      { serialNumber: 'C2', udid: 'U2', name: '2', version: 1 },
      { serialNumber: 'N1', udid: null, name: '3', version: 1 },
    ]);
  });

  it('are free again for others when a device gives them up in an earlier batch', async () => {
    await register([{ serialNumber: 'C1', udid: null }]);
    expect(outcomes(await register([{ serialNumber: 'C2', udid: 'U1' }]))).toEqual(['UPDATED']);
  });

  it('are of one connection only', async () => {
    const other = await app.story.connection('GOOGLE');
    const answer = await register([{ serialNumber: 'C1', udid: 'U2' }], { connectionId: other.id });
    expect(outcomes(answer)).toEqual(['CREATED']);
  });
});
