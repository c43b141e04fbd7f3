import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';
import { person } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const schema = 'urn:acme:2.0:User';

let app: App;
let okta: ConnectionOfStory;
const ids = new Map<string, string>();
beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection();
  for (const type of ['STRING', 'NUMBER', 'BOOLEAN', 'DATE_TIME', 'VERSION']) {
    await declare({ key: type, name: type, type });
    await declare({ key: `${type}s`, name: `${type}s`, type, multiValued: true });
  }
});
afterAll(() => app.close());

async function declare(input: object): Promise<string> {
  const document = `mutation ($input: CreateAttributeDefinitionInput!) {
    createAttributeDefinition(input: $input) { attributeDefinition { id key } } }`;
  const { attributeDefinition } = (await app.ask(document, { input: { schema, ...input } })).createAttributeDefinition;
  ids.set(attributeDefinition.key, attributeDefinition.id);
  return attributeDefinition.id;
}

const undeclare = (id: string) => app.ask('mutation ($id: ID!) { deleteAttributeDefinition(input: { id: $id }) { id } }', { id });

const update = async (id: string, extensions: unknown) =>
  (
    await app.ask('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { extensions } } }', {
      input: { id, extensions },
    })
  ).updateUser.user.extensions;

const instant = '2026-01-31T09:00:00Z';

describe('a declared attribute', () => {
  let id: string;
  let made = 0;
  beforeEach(async () => {
    id = (await app.story.user(`person ${++made}`, { connectionId: okta.id })).id;
  });

  it.each<[string, unknown]>([
    ['STRING', 'B-7'],
    ['STRING', ''],
    ['STRING', null],
    ['NUMBER', 7.5],
    ['NUMBER', ''],
    ['BOOLEAN', false],
    ['DATE_TIME', instant],
    ['DATE_TIME', '2026-01-31'],
    ['VERSION', '14.10'],
    ['VERSION', '15.1-beta'],
    ['STRINGs', ['a', 'b']],
    ['STRINGs', 'a single value'],
    ['STRINGs', []],
    ['NUMBERs', [1, null, 2]],
    ['NUMBERs', 3],
    ['VERSIONs', ['14.10', '15']],
  ])('%s takes %j, and keeps it as it is sent', async (name, value) => {
    const sent = { [schema]: { [name]: value, undeclared: [{}] } };
    expect(await update(id, sent)).toEqual(sent);
  });

  it.each<[string, unknown, string]>([
    ['STRING', 7, 'a text'],
    ['STRING', ['a'], 'a text'],
    ['STRING', [], 'a text'],
    ['STRING', { value: 'a' }, 'a text'],
    ['NUMBER', '7', 'a finite number'],
    ['NUMBER', [7], 'a finite number'],
    ['BOOLEAN', 'true', 'true or false'],
    ['BOOLEAN', 1, 'true or false'],
    ['DATE_TIME', '31/01/2026', 'an instant'],
    ['DATE_TIME', '2026-02-30', 'an instant'],
    ['DATE_TIME', 0, 'an instant'],
    ['VERSION', 'v14', 'a version'],
    ['VERSION', '1234567890', 'a version'],
    ['VERSION', 14, 'a version'],
    ['STRINGs', ['a', 7], 'a list whose every value is a text'],
    ['STRINGs', [['a']], 'a list whose every value is a text'],
    ['NUMBERs', ['1'], 'a list whose every value is a finite number'],
    ['NUMBERs', '1', 'a finite number'],
    ['BOOLEANs', { a: true }, 'true or false'],
  ])('%s refuses %j in createUser and updateUser, and names the attribute', async (name, value, expected) => {
    const extensions = { [schema]: { [name]: value } };
    const named = { ...refused('INVALID_INPUT'), message: expect.stringContaining(`${schema}:${name}: must be ${expected}`) };
    await expect(update(id, extensions)).rejects.toMatchObject(named);
    await expect(app.story.user(`refused ${made}`, { extensions })).rejects.toMatchObject(named);
    expect(await update(id, {})).toEqual({});
  });

  it('is meant by its schema and name in any case, and is kept as they are declared; all else is kept as sent', async () => {
    const sent = {
      'URN:acme:2.0:user': { number: 7, Free: 'x' },
      [schema]: { string: 'B-7', constructor: 'text', free: 'y' },
      'urn:acme:3.0:User': { NUMBER: 'text' },
      'urn:acme:text': 'no object',
    };
    expect(await update(id, sent)).toEqual({
      [schema]: { NUMBER: 7, Free: 'x', STRING: 'B-7', constructor: 'text', free: 'y' },
      'urn:acme:3.0:User': { NUMBER: 'text' },
      'urn:acme:text': 'no object',
    });
    for (const path of ['number', 'Number', `${schema}:number`, 'urn:ACME:2.0:user:NUMBER']) {
      const where = { id: { eq: id }, attribute: { key: path, number: { eq: 7 } } };
      const { users } = await app.ask('query ($where: UserWhere) { users(where: $where) { totalCount } }', { where });
      expect(users.totalCount, path).toBe(1);
    }
  });

  it.each([
    ['of another type in another case', { 'urn:acme:2.0:user': { number: 'text' } }, 'must be a finite number'],
    ['sent in two cases', { [schema]: { number: 1, NUMBER: 2 } }, 'is there twice'],
    ['sent under its schema in two cases', { [schema]: { NUMBER: 1 }, 'urn:acme:2.0:user': { number: 1 } }, 'is there twice'],
  ])('is refused %s', async (_, extensions, message) => {
    await expect(update(id, extensions)).rejects.toMatchObject({ ...refused('INVALID_INPUT'), message: expect.stringContaining(message) });
  });

  it('is held to its type from its declaration to its deletion, and values that were there before stay', async () => {
    await update(id, { [schema]: { late: 'text' } });
    const definition = await declare({ key: 'late', name: 'late', type: 'NUMBER' });
    await expect(update(id, { [schema]: { late: 'other text' } })).rejects.toMatchObject(refused('INVALID_INPUT'));
    const rename = 'mutation ($id: ID!) { updateUser(input: { id: $id, title: "x" }) { user { extensions } } }';
    expect((await app.ask(rename, { id })).updateUser.user.extensions).toEqual({ [schema]: { late: 'text' } });
    await undeclare(definition);
    expect(await update(id, { [schema]: { late: 'other text' } })).toEqual({ [schema]: { late: 'other text' } });
  });

  it('is held to what another process has declared, within a second', async () => {
    await update(id, { [schema]: { elsewhere: 'text' } });
    const data = { key: 'elsewhere', schema, name: 'elsewhere', type: 'NUMBER', updatedBy: 'another process' } as const;
    await app.database.db.attributeDefinition.create({ data });
    await setTimeout(1100);
    await expect(update(id, { [schema]: { elsewhere: 'other text' } })).rejects.toMatchObject(refused('INVALID_INPUT'));
  });
});

describe('a declared attribute over SCIM', () => {
  it('is refused where it is of another type, with 400 invalidValue and the name of the attribute', async () => {
    const refusedAs = { status: 400, body: { scimType: 'invalidValue', detail: expect.stringContaining(`${schema}:NUMBER`) } };
    const created = await okta.scim.post('/Users', person('scim ada', { [schema]: { NUMBER: 7, free: 'x' } }));
    expect(created).toMatchObject({ status: 201, body: { [schema]: { NUMBER: 7, free: 'x' } } });
    const at = `/Users/${created.body.id}`;
    expect(await okta.scim.post('/Users', person('scim grace', { [schema]: { NUMBER: 'seven' } }))).toMatchObject(refusedAs);
    expect(await okta.scim.put(at, person('scim ada', { [schema]: { NUMBER: 'seven' } }))).toMatchObject(refusedAs);
    expect(await okta.scim.patch(at, [{ op: 'replace', path: `${schema}:NUMBER`, value: 'seven' }])).toMatchObject(refusedAs);
    expect((await okta.scim.get(at)).body[schema]).toEqual({ NUMBER: 7, free: 'x' });
    const patched = await okta.scim.patch(at, [{ op: 'replace', path: `${schema}:NUMBERs`, value: [8, 9] }]);
    expect(patched.body[schema]).toEqual({ NUMBER: 7, NUMBERs: [8, 9], free: 'x' });
  });

  it('costs no statement where a write has no attributes of other schemas, and two a second where it has', async () => {
    const { body } = await okta.scim.post('/Users', person('counted', { [schema]: { NUMBER: 1 } }));
    const patch = (path: string, value: unknown) =>
      countStatements(app.database, async () => {
        expect((await okta.scim.patch(`/Users/${body.id}`, [{ op: 'replace', path, value }])).status).toBe(200);
      });
    /** Of several, because a slow machine may forget what it knew in between. */
    const fewest = async (path: string, values: unknown[]) => {
      const counts: number[] = [];
      for (const value of values) counts.push(await patch(path, value));
      return Math.min(...counts);
    };
    const plain = await fewest('title', ['a', 'b', 'c']);
    await setTimeout(1100);
    expect(await patch('title', 'd')).toBeLessThanOrEqual(plain + 1);
    expect(await patch(`${schema}:NUMBER`, 2)).toBeGreaterThanOrEqual(plain + 2);
    expect(await fewest(`${schema}:NUMBER`, [3, 4, 5])).toBe(plain);
  });
});

describe('a value that is there when its attribute is declared', () => {
  const late = 'urn:late:2.0:User';
  const stored = { floor: '3', Wing: 'east', wing: 'west', tags: 7, seat: 'a' };
  let id: string;
  let made = 0;
  beforeAll(async () => {
    const before = await okta.scim.post('/Users', person('stays', { [late]: stored }));
    id = before.body.id;
    await declare({ schema: late, key: 'lateFloor', name: 'floor', type: 'NUMBER' });
    await declare({ schema: late, key: 'lateWing', name: 'wing', type: 'BOOLEAN' });
    await declare({ schema: late, key: 'lateTags', name: 'tags', type: 'STRING', multiValued: true });
    await vi.waitFor(async () => expect((await okta.scim.get(`/Schemas/${late}`)).body.attributes).toHaveLength(3), 5000);
  });
  const held = async () => (await okta.scim.get(`/Users/${id}`)).body[late];

  it('stays when the person is sent back as they were read', async () => {
    const { body } = await okta.scim.get(`/Users/${id}`);
    expect(await okta.scim.put(`/Users/${id}`, { ...body, active: false })).toMatchObject({ status: 200, body: { active: false } });
    expect(await held()).toMatchObject({ floor: '3', Wing: 'east', wing: 'west' });
  });

  it('stays when another attribute of its schema changes', async () => {
    const seat = `seat ${++made}`;
    expect((await okta.scim.patch(`/Users/${id}`, [{ op: 'replace', path: `${late}:seat`, value: seat }])).status).toBe(200);
    expect(await held()).toMatchObject({ floor: '3', seat });
    await update(id, { [late]: { ...stored, seat: 'b' } });
    expect(await held()).toEqual({ ...stored, seat: 'b' });
  });

  it('may be said again by its key', async () => {
    const document = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { attributes } } }';
    const { updateUser } = await app.ask(document, { input: { id, attributes: { lateFloor: '3' } } });
    expect(updateUser.user.attributes).toMatchObject({ lateFloor: '3' });
  });

  it.each([
    ['changes', [{ op: 'replace', path: `${late}:floor`, value: '4' }], 'must be a finite number'],
    ['comes to another', [{ op: 'replace', path: `${late}:wing`, value: 'north' }], 'must be true or false'],
  ])('is held to the definition when it %s', async (_, operations, detail) => {
    expect(await okta.scim.patch(`/Users/${id}`, operations)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining(detail) },
    });
  });
});
