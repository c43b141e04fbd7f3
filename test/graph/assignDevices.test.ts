import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';
import { refused, type Variables } from '#test/support/graph.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
let actor: string;
beforeAll(async () => {
  app = await startApp();
  actor = `credential:${(await app.ask('{ viewer { id } }')).viewer.id}`;
});
afterAll(() => app.close());
beforeEach(async () => {
  okta = await app.story.connection();
});

const assignDevices = `mutation ($input: AssignDevicesInput!) { assignDevices(input: $input) {
  updated unchanged failed notWritten
  results { index outcome device { serialNumber udid version assignedUser { userName } assignmentSource assignment { assignedBy } }
    error { code message field } } } }`;

const assign = async (rows: readonly object[], more: Variables = {}, token?: string) =>
  (await app.ask(assignDevices, { input: { connectionId: okta.id, rows, ...more } }, token)).assignDevices;

const skipping = (rows: readonly object[]) => assign(rows, { onError: 'SKIP_FAILED' });

const someone = async (userName: string, more: Variables = {}) => (await app.story.user(userName, { connectionId: okta.id, ...more })).id;
const device = async (serialNumber: string, more: Variables = {}) =>
  (await app.story.device(serialNumber, { connectionId: okta.id, ...more })).id;

interface Result {
  outcome: string;
  error: { code: string; field: string | null } | null;
}

const outcomes = ({ results }: { results: readonly Result[] }) => results.map(({ outcome }) => outcome);
const errors = ({ results }: { results: readonly Result[] }) => results.map(({ error }) => (error ? [error.code, error.field] : null));

/** Whose each device of the connection is, and how. */
async function owners(): Promise<Record<string, [string | undefined, string | null]>> {
  const { connection } = await app.ask(
    'query ($id: ID!) { connection(id: $id) { devices { nodes { serialNumber udid assignedUser { userName } assignmentSource } } } }',
    { id: okta.id },
  );
  const nodes: { serialNumber: string | null; udid: string; assignedUser: { userName: string } | null; assignmentSource: string | null }[] =
    connection.devices.nodes;
  return Object.fromEntries(
    nodes.map(({ serialNumber, udid, assignedUser, assignmentSource }) => [
      serialNumber ?? udid,
      [assignedUser?.userName, assignmentSource],
    ]),
  );
}

describe('assignDevices', () => {
  it('finds people by e-mail, userName or externalId, and devices by serial number or UDID, as they are compared everywhere', async () => {
    await someone('ada', { emails: [{ value: 'x@acme.com' }, { value: 'Ada@acme.com' }] });
    await someone('grace');
    await someone('mary', { externalId: '00uM' });
    await someone('other', { externalId: '00um' });
    for (const serial of ['C1', 'C2', 'C3']) await device(serial, { udid: `U-${serial}` });
    const answer = await assign([
      { email: 'ADA@ACME.com', serialNumber: 'c1' },
      { userName: 'Grace', udid: 'u-c2' },
      { externalId: '00uM', serialNumber: 'C3', email: '', udid: null },
    ]);
    expect(answer).toMatchObject({ updated: 3, unchanged: 0, failed: 0, notWritten: 0 });
    expect(answer.results[0]).toEqual({
      index: 0,
      outcome: 'UPDATED',
      error: null,
      device: {
        serialNumber: 'C1',
        udid: 'U-C1',
        version: 2,
        assignedUser: { userName: 'ada' },
        assignmentSource: 'CSV',
        assignment: { assignedBy: actor },
      },
    });
    expect(await owners()).toEqual({ C1: ['ada', 'CSV'], C2: ['grace', 'CSV'], C3: ['mary', 'CSV'] });
  });

  it('leaves what is already as the rows say, and takes over what came by another way', async () => {
    const ada = await someone('ada');
    const rows = ['C1', 'C2'].map((serialNumber) => ({ userName: 'ada', serialNumber }));
    for (const { serialNumber } of rows) await device(serialNumber);
    await app.story.assign(await device('C2'), ada);
    expect(outcomes(await assign(rows))).toEqual(['UPDATED', 'UPDATED']);
    const again = await assign(rows.toReversed());
    expect(again).toMatchObject({ unchanged: 2, results: [{ device: { version: 3 } }, { device: { version: 2 } }] });
  });

  it('gives devices to people who are not active, as assignDevice does', async () => {
    await someone('ada', { active: false });
    await device('C1');
    expect(outcomes(await assign([{ userName: 'ada', serialNumber: 'C1' }]))).toEqual(['UPDATED']);
  });

  it('is stronger than any rule', async () => {
    await app.ask('mutation ($id: ID!) { updateConnection(input: { id: $id, assignmentRules: [USER_NAME] }) { __typename } }', {
      id: okta.id,
    });
    await someone('ada');
    await someone('grace');
    await device('C1', { reportedAccount: 'ada' });
    await catchUp(app.database.db);
    expect(await owners()).toEqual({ C1: ['ada', 'RULE'] });
    await assign([{ userName: 'grace', serialNumber: 'C1' }]);
    await catchUp(app.database.db);
    expect(await owners()).toEqual({ C1: ['grace', 'CSV'] });
  });

  it('keeps everything from being written with REJECT_ALL, and every row is told what speaks against it', async () => {
    await someone('ada');
    for (const serial of ['C1', 'C2']) await device(serial);
    const before = await app.database.db.change.count();
    const rows = [
      { userName: 'ada', serialNumber: 'C1' },
      { userName: 'ada' },
      { userName: 'nobody', serialNumber: 'C2' },
      { userName: 'ada', serialNumber: 'C9' },
    ];
    const answer = await assign(rows);
    expect(answer).toMatchObject({ updated: 0, unchanged: 0, failed: 3, notWritten: 1 });
    expect(outcomes(answer)).toEqual(['NOT_WRITTEN', 'FAILED', 'FAILED', 'FAILED']);
    expect(errors(answer)).toEqual([null, ['INVALID_INPUT', 'serialNumber'], ['NOT_FOUND', 'userName'], ['NOT_FOUND', 'serialNumber']]);
    expect(answer.results.map(({ device: shown }: { device: unknown }) => shown)).toEqual([null, null, null, null]);
    expect(await app.database.db.change.count()).toBe(before);
    expect(await skipping(rows)).toMatchObject({ updated: 1, failed: 3, notWritten: 0 });
    expect(await owners()).toEqual({ C1: ['ada', 'CSV'], C2: [undefined, null] });
  });

  it('keeps what can be written from being written for one row that cannot be judged', async () => {
    await someone('ada');
    await device('C1');
    const answer = await assign([
      { userName: 'ada', serialNumber: 'C1' },
      { userName: 'ada', serialNumber: 'c1' },
    ]);
    expect(outcomes(answer)).toEqual(['NOT_WRITTEN', 'FAILED']);
    expect(await owners()).toEqual({ C1: [undefined, null] });
  });

  it.each([
    ['no row at all', [], 'INVALID_INPUT'],
    ['1,001 rows', Array.from({ length: 1001 }, (_, place) => ({ userName: 'ada', serialNumber: `C${place}` })), 'LIMIT_EXCEEDED'],
    ['a column that there is not', [{ displayName: 'Ada', serialNumber: 'C1' }], 'INVALID_INPUT'],
  ])('refuses %s', async (_, rows, code) => {
    await expect(assign(rows)).rejects.toMatchObject(refused(code));
  });

  it('is for operators, and for connections in their reach', async () => {
    await someone('ada');
    await device('C1');
    const google = await app.story.connection('GOOGLE');
    const keyOf = async (input: object) =>
      (await app.ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }', { input })).createApiKey.token;
    const rows = [{ userName: 'ada', serialNumber: 'C1' }];
    for (const token of [await keyOf({ name: 'Reader', role: 'READER' }), okta.token])
      await expect(assign(rows, {}, token)).rejects.toMatchObject(refused('FORBIDDEN'));
    const elsewhere = await keyOf({ name: 'Elsewhere', role: 'OPERATOR', connectionIds: [google.id] });
    await expect(assign(rows, {}, elsewhere)).rejects.toMatchObject(refused('NOT_FOUND'));
    const here = await keyOf({ name: 'Here', role: 'OPERATOR', connectionIds: [okta.id] });
    expect(await assign(rows, { connectionId: undefined }, here)).toMatchObject({ updated: 1 });
  });

  it('takes a thousand rows in one statement, as it does two', async () => {
    const { pool } = app.database;
    await pool.query(
      `INSERT INTO users ("connectionId", "userName", emails, "updatedBy")
       SELECT $1::uuid, 'person-' || n, jsonb_build_array(jsonb_build_object('value', 'p' || n || '@acme.com')), 'crowd'
       FROM generate_series(0, 999) AS n`,
      [okta.id],
    );
    await pool.query(
      `INSERT INTO devices ("connectionId", "serialNumber", "updatedBy") SELECT $1::uuid, 'C' || n, 'crowd' FROM generate_series(0, 999) AS n`,
      [okta.id],
    );
    const rows = Array.from({ length: 1000 }, (_, place) => ({ email: `P${place}@acme.com`, serialNumber: `c${place}` }));
    const few = 'mutation ($input: AssignDevicesInput!) { assignDevices(input: $input) { updated unchanged } }';
    await app.ask('{ viewer { id } }');
    for (const [sent, answer] of [
      [rows.slice(0, 2), { updated: 2, unchanged: 0 }],
      [rows, { updated: 998, unchanged: 2 }],
    ] as const) {
      const statements = await countStatements(app.database, async () => {
        expect((await app.ask(few, { input: { connectionId: okta.id, rows: sent } })).assignDevices).toEqual(answer);
      });
      expect(statements).toBe(1);
    }
    const wrong = await pool.query(
      `SELECT FROM devices JOIN users ON users.id = "assignedUserId" WHERE devices."connectionId" = $1 AND substr("serialNumber", 2) <> substr("userName", 8)`,
      [okta.id],
    );
    expect(wrong.rowCount).toBe(0);
  });
});

describe('a row that fails', () => {
  const good = { userName: 'grace', serialNumber: 'C9' };
  beforeEach(async () => {
    const google = await app.story.connection('GOOGLE');
    await app.story.user('stranger', { connectionId: google.id });
    await app.story.device('S1', { connectionId: google.id });
    await someone('ada', { emails: [{ value: 'shared@acme.com' }], externalId: 'twice' });
    await someone('grace', { emails: [{ value: 'shared@acme.com' }], externalId: 'twice', active: false });
    for (const serial of ['C1', 'C9']) await device(serial, { udid: `U-${serial}` });
  });

  it.each([
    ['without a person', { serialNumber: 'C1' }, 'INVALID_INPUT', 'email'],
    ['without a device', { userName: 'ada' }, 'INVALID_INPUT', 'serialNumber'],
    ['whose names are empty', { email: '', userName: null, serialNumber: 'C1' }, 'INVALID_INPUT', 'email'],
    ['with two names of a person', { userName: 'ada', email: 'ada@acme.com', serialNumber: 'C1' }, 'INVALID_INPUT', 'userName'],
    ['with two names of a device', { userName: 'ada', serialNumber: 'C1', udid: 'U-C1' }, 'INVALID_INPUT', 'udid'],
    ['with a blank name', { userName: ' ', serialNumber: 'C1' }, 'INVALID_INPUT', 'userName'],
    ['with a NUL', { userName: 'ada', serialNumber: 'C\0' }, 'INVALID_INPUT', 'serialNumber'],
    ['with half a surrogate pair', { email: '\udc00', serialNumber: 'C1' }, 'INVALID_INPUT', 'email'],
    ['with a name too long for an index', { externalId: 'x'.repeat(513), serialNumber: 'C1' }, 'INVALID_INPUT', 'externalId'],
    ['of nobody', { userName: 'ad', serialNumber: 'C1' }, 'NOT_FOUND', 'userName'],
    ['of nobody, with a wildcard', { userName: 'a%', serialNumber: 'C1' }, 'NOT_FOUND', 'userName'],
    ['of nobody, by a userName for an e-mail address', { email: 'ada', serialNumber: 'C1' }, 'NOT_FOUND', 'email'],
    ['of nobody, by an externalId in another case', { externalId: 'Twice', serialNumber: 'C1' }, 'NOT_FOUND', 'externalId'],
    ['of somebody in another connection', { userName: 'stranger', serialNumber: 'C1' }, 'NOT_FOUND', 'userName'],
    ['of several people by e-mail', { email: 'Shared@acme.com', serialNumber: 'C1' }, 'AMBIGUOUS', 'email'],
    ['of several people by externalId', { externalId: 'twice', serialNumber: 'C1' }, 'AMBIGUOUS', 'externalId'],
    ['of an unknown device', { userName: 'ada', serialNumber: 'U-C1' }, 'NOT_FOUND', 'serialNumber'],
    ['of an unknown UDID', { userName: 'ada', udid: 'C1' }, 'NOT_FOUND', 'udid'],
    ['of a device in another connection', { userName: 'ada', serialNumber: 'S1' }, 'NOT_FOUND', 'serialNumber'],
    ['of a device that a row before it names', { userName: 'ada', udid: 'u-c9' }, 'INVALID_INPUT', 'udid'],
  ])('is told its field, and the others are written: %s', async (_, row, code, field) => {
    const answer = await skipping([good, row]);
    expect(errors(answer)).toEqual([null, [code, field]]);
    expect(answer.results[1].error.message).toMatch(/\.$/);
    expect(await owners()).toEqual({ C1: [undefined, null], C9: ['grace', 'CSV'] });
  });

  it('still names its device, so that the row after it does not get it', async () => {
    const answer = await skipping([
      { userName: 'nobody', serialNumber: 'C1' },
      { userName: 'ada', serialNumber: 'C1' },
    ]);
    expect(errors(answer)).toEqual([
      ['NOT_FOUND', 'userName'],
      ['INVALID_INPUT', 'serialNumber'],
    ]);
    expect(answer.results[1].error.message).toContain('the row 0 names the same device');
  });
});
