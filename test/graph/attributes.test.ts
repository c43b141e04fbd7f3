import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';

const schema = 'urn:acme:2.0:User';
const other = 'urn:acme:3.0:User';

let app: App;
let id: string;
let made = 0;
beforeAll(async () => {
  app = await startApp();
  await declare({ key: 'badge', schema, name: 'badgeNumber', type: 'NUMBER' });
  await declare({ key: 'floor', schema, name: 'floor', type: 'STRING' });
  await declare({ key: 'shifts', schema: other, name: 'shifts', type: 'STRING', multiValued: true });
});
afterAll(() => app.close());
beforeEach(async () => {
  id = (await app.story.user(`person ${++made}`)).id;
});

const declare = (input: object) =>
  app.ask(
    'mutation ($input: CreateAttributeDefinitionInput!) { createAttributeDefinition(input: $input) { attributeDefinition { id } } }',
    {
      input,
    },
  );

const update = async (input: object) =>
  (
    await app.ask('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { title version attributes extensions } } }', {
      input: { id, ...input },
    })
  ).updateUser.user;

describe('UpdateUserInput.attributes', () => {
  it('sets each under its schema and name, and keeps all else', async () => {
    await update({ extensions: { [schema]: { floor: '3', nobody: [null, { a: null }] }, 'urn:x:y': { free: null } } });
    expect(await update({ attributes: { badge: 42, SHIFTS: ['early'] }, title: 'Analyst' })).toMatchObject({
      title: 'Analyst',
      attributes: { badge: 42, floor: '3', shifts: ['early'] },
      extensions: {
        [schema]: { floor: '3', nobody: [null, { a: null }], badgeNumber: 42 },
        'urn:x:y': { free: null },
        [other]: { shifts: ['early'] },
      },
    });
  });

  it('removes what is null or empty, and a schema with nothing left', async () => {
    await update({ attributes: { badge: 42, floor: '3', shifts: ['early'] } });
    expect(await update({ attributes: { badge: null, shifts: null } })).toMatchObject({ extensions: { [schema]: { floor: '3' } } });
    expect(await update({ attributes: { floor: '' } })).toMatchObject({ extensions: {}, attributes: {} });
  });

  it('removes all that are declared when it is null itself', async () => {
    await update({ extensions: { [schema]: { floor: '3', free: 1 }, [other]: { shifts: ['early'] } } });
    expect(await update({ attributes: null })).toMatchObject({ extensions: { [schema]: { free: 1 } } });
  });

  it('changes nothing when it says what is there', async () => {
    const { version } = await update({ attributes: { badge: 42 } });
    expect(await update({ attributes: { badge: 42 } })).toMatchObject({ version });
    expect(await update({ attributes: {} })).toMatchObject({ version, attributes: { badge: 42 } });
  });

  it.each([
    ['another type', { badge: 'seven' }, 'badgeNumber: must be a finite number'],
    ['an unknown key, and tells near ones', { bage: 7 }, 'Did you mean "badge"?'],
    ['a key that is like no other', { zeppelin: 7 }, 'createAttributeDefinition'],
    ['a key in two spellings', { badge: 1, Badge: 2 }, 'is there twice'],
    ['a NUL', { floor: 'a\0' }, 'NUL'],
    ['a list where one value belongs', { floor: ['3'] }, 'must be a text'],
  ])('refuses %s', async (_, attributes, message) => {
    for (const write of [() => update({ attributes }), () => app.story.user(`refused ${made}`, { attributes })])
      await expect(write()).rejects.toMatchObject({ ...refused('INVALID_INPUT'), message: expect.stringContaining(message) });
  });

  it('does not stand beside extensions', async () => {
    await expect(update({ attributes: { badge: 1 }, extensions: {} })).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it('minds expectedVersion, and reach', async () => {
    await expect(update({ attributes: { badge: 1 }, expectedVersion: 7 })).rejects.toMatchObject(refused('STALE_VERSION'));
    const { token } = await app.story.connection();
    const write = 'mutation ($id: ID!) { updateUser(input: { id: $id, attributes: { badge: 1 } }) { user { id } } }';
    await expect(app.ask(write, { id }, token)).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('lets two who set two attributes at once both keep theirs, in one statement each', async () => {
    await update({ attributes: {} });
    expect(await countStatements(app.database, () => update({ attributes: { floor: '1' } }))).toBe(1);
    const changes = Array.from({ length: 10 }, (_, place) => [{ badge: place }, { floor: `${place}` }, { shifts: [`${place}`] }]).flat();
    await Promise.all(changes.map((attributes) => update({ attributes })));
    const { attributes } = await update({ attributes: {} });
    expect(Object.keys(attributes).sort()).toEqual(['badge', 'floor', 'shifts']);
  });
});

describe('CreateUserInput.attributes', () => {
  it('sets those that have a value', async () => {
    const { createUser } = await app.ask(
      `mutation { createUser(input: { userName: "new", attributes: { badge: 7, floor: null, shifts: ["a", "b"] } }) { user { attributes extensions } } }`,
    );
    expect(createUser.user).toEqual({
      attributes: { badge: 7, shifts: ['a', 'b'] },
      extensions: { [schema]: { badgeNumber: 7 }, [other]: { shifts: ['a', 'b'] } },
    });
  });
});

describe('User.attributes', () => {
  it('takes no statement for each person of a page', async () => {
    for (let place = 0; place < 10; place += 1) await app.story.user(`counted ${made} ${place}`, { attributes: { badge: place } });
    const ask = () => app.ask('{ users(first: 100) { nodes { attributes } } }');
    await ask();
    expect(await countStatements(app.database, ask)).toBeLessThanOrEqual(3);
  });
});
