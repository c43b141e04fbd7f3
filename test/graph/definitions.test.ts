import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused, type Variables } from '#test/support/graph.ts';

const nowhere = '01900000-0000-7000-8000-000000000000';
const letters = (count: number) => 'a'.repeat(count);

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** A registry by its noun: what a definition in it needs, and all that it tells. */
const registries = {
  attributeDefinition: {
    selection: 'id key schema name type multiValued description version',
    make: (key: string): object => ({ key, schema: 'urn:acme:2.0:User', name: key, type: 'NUMBER' }),
    made: { schema: 'urn:acme:2.0:User', type: 'NUMBER', multiValued: false, description: null, version: 1 },
  },
  factDefinition: {
    selection: 'id key type description version',
    make: (key: string): object => ({ key, type: 'LIST' }),
    made: { type: 'LIST', description: null, version: 1 },
  },
};

type Noun = keyof typeof registries;

/** The mutations and the list of a registry, as one who asks with this token has them. */
function registryOf(noun: Noun) {
  const { selection } = registries[noun];
  const capital = `${noun[0]?.toUpperCase()}${noun.slice(1)}`;
  const doing = (verb: string, answer: string) => async (input: object, token?: string, headers?: Record<string, string>) => {
    const field = `${verb.toLowerCase()}${capital}`;
    const document = `mutation ($input: ${verb}${capital}Input!) { ${field}(input: $input) { ${answer} } }`;
    const data = await app.ask(document, { input }, token, headers);
    return data[field][noun] ?? data[field];
  };
  const listing = `query ($first: Int, $after: String) { list: ${noun}s(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { ${selection} } } }`;
  return {
    create: doing('Create', `${noun} { ${selection} }`),
    update: doing('Update', `${noun} { ${selection} }`),
    remove: doing('Delete', 'id'),
    list: async (page: Variables = {}, token?: string) => (await app.ask(listing, page, token)).list,
    changes: async (id: string) =>
      (await app.database.db.change.findMany({ where: { resourceId: id }, orderBy: { id: 'asc' } })).map(
        ({ resourceType, operation, version }) => [resourceType, operation, version],
      ),
    type: capital,
  };
}

async function keyOf(role: string, connectionIds?: string[]): Promise<string> {
  const { createApiKey } = await app.ask('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token } }', {
    input: { name: 'A key', role, connectionIds },
  });
  return createApiKey.token;
}

describe.each(Object.keys(registries) as Noun[])('the registry %ss', (noun) => {
  const { make, made } = registries[noun];
  const registry = registryOf(noun);

  it('keeps what is declared, lets its description change, and tells the log of each', async () => {
    const { id, ...created } = await registry.create(make('first'));
    expect(created).toMatchObject({ key: 'first', ...made });
    expect(await registry.update({ id, expectedVersion: 1, description: 'What it means' })).toMatchObject({
      ...created,
      description: 'What it means',
      version: 2,
    });
    expect(await registry.update({ id })).toMatchObject({ description: 'What it means', version: 2 });
    expect(await registry.update({ id, description: '' })).toMatchObject({ description: null, version: 3 });
    expect(await registry.remove({ id, expectedVersion: 3 })).toEqual({ id });
    const operations = ['CREATED', 'UPDATED', 'UPDATED', 'DELETED'];
    expect(await registry.changes(id)).toEqual(operations.map((operation, place) => [registry.type, operation, Math.min(place + 1, 3)]));
  });

  it('refuses a change or deletion at another version, and of what is not there', async () => {
    const { id } = await registry.create(make('versioned'));
    const stale = { id, expectedVersion: 2 };
    await expect(registry.update({ ...stale, description: 'lost' })).rejects.toMatchObject(refused('STALE_VERSION'));
    await expect(registry.remove(stale)).rejects.toMatchObject(refused('STALE_VERSION'));
    for (const unknown of [nowhere, 'no id']) {
      await expect(registry.update({ id: unknown, description: 'lost' })).rejects.toMatchObject(refused('NOT_FOUND'));
      await expect(registry.remove({ id: unknown })).rejects.toMatchObject(refused('NOT_FOUND'));
    }
  });

  it('has no key twice, whatever the case', async () => {
    await registry.create(make('unique'));
    for (const key of ['unique', 'Unique']) await expect(registry.create(make(key))).rejects.toMatchObject(refused('ALREADY_EXISTS'));
  });

  it.each(['', '1st', '-a', 'a b', 'a.b', 'a:b', 'é', 'a\n', letters(65), '__proto__'])('refuses the key "%s"', async (key) => {
    await expect(registry.create({ ...make('named'), key })).rejects.toMatchObject({
      ...refused('INVALID_INPUT'),
      message: expect.stringMatching(/^key: must be a letter/),
    });
  });

  it('takes keys of up to 64 characters', async () => {
    expect(await registry.create(make(`${letters(61)}_-9`))).toMatchObject({ key: `${letters(61)}_-9` });
  });

  it('refuses a type that there is not, and another type for what is declared', async () => {
    await expect(registry.create({ ...make('typed'), type: 'DATE' })).rejects.toMatchObject(refused('INVALID_INPUT'));
    const { id } = await registry.create(make('typed'));
    for (const change of [{ type: 'STRING' }, { key: 'other' }, { multiValued: true }])
      await expect(registry.update({ id, ...change })).rejects.toMatchObject(refused('INVALID_INPUT'));
  });

  it('is paged in the order in which it was declared', async () => {
    const { nodes, totalCount } = await registry.list({ first: 200 });
    expect(totalCount).toBe(nodes.length);
    const first = await registry.list({ first: 2 });
    const second = await registry.list({ first: 2, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes]).toEqual(nodes.slice(0, 4));
  });

  it('is read by every credential, and changed only by administrators and operators of all connections', async () => {
    const okta = await app.story.connection();
    const { id } = await registry.create(make('guarded'));
    const may = { ADMIN: await keyOf('ADMIN'), OPERATOR: await keyOf('OPERATOR') };
    const mayNot = {
      READER: await keyOf('READER'),
      'OPERATOR of one connection': await keyOf('OPERATOR', [okta.id]),
      'ADMIN of one connection': await keyOf('ADMIN', [okta.id]),
      PROVISIONER: okta.token,
    };
    for (const token of [...Object.values(may), ...Object.values(mayNot)]) {
      expect((await registry.list({ first: 200 }, token)).nodes).toContainEqual(expect.objectContaining({ id }));
    }
    for (const [who, token] of Object.entries(mayNot)) {
      await expect(registry.create(make('forbidden'), token), who).rejects.toMatchObject(refused('FORBIDDEN'));
      await expect(registry.update({ id }, token), who).rejects.toMatchObject(refused('FORBIDDEN'));
      await expect(registry.remove({ id }, token), who).rejects.toMatchObject(refused('FORBIDDEN'));
    }
    const narrowed = registry.create(make('narrowed'), app.adminKey, { 'muster-connection': okta.id });
    await expect(narrowed).rejects.toMatchObject(refused('FORBIDDEN'));
    for (const [who, token] of Object.entries(may)) {
      const own = await registry.create(make(`of-${who}`), token);
      expect(await registry.update({ id: own.id, description: who }, token)).toMatchObject({ description: who });
      expect(await registry.remove({ id: own.id }, token)).toEqual({ id: own.id });
    }
  });
});

describe('Mutation.createAttributeDefinition', () => {
  const { create } = registryOf('attributeDefinition');
  const badge = { key: 'badge', schema: 'urn:acme:User', name: 'badge', type: 'STRING' };

  it('has no schema and name twice, whatever the key and the case', async () => {
    await create(badge);
    for (const name of ['badge', 'Badge'])
      await expect(create({ ...badge, key: 'other', name })).rejects.toMatchObject(refused('ALREADY_EXISTS'));
    expect(await create({ ...badge, key: 'other', name: 'other', multiValued: true })).toMatchObject({ multiValued: true });
  });

  it('writes a schema as the attributes that it has already', async () => {
    await expect(create({ ...badge, key: 'floor', name: 'floor', schema: 'URN:Acme:User' })).rejects.toMatchObject({
      ...refused('INVALID_INPUT'),
      message: 'schema: other attributes have it as "urn:acme:User". Write it so.',
    });
  });

  it.each([
    ['no URI', { schema: 'acme' }],
    ['an empty schema', { schema: '' }],
    ['a schema that ends with a colon', { schema: 'urn:acme:' }],
    ['a schema with a space', { schema: 'urn:acme user' }],
    ['a schema of RFC 7643', { schema: 'urn:ietf:params:scim:schemas:core:2.0:User' }],
    ['the enterprise schema', { schema: 'URN:ietf:params:scim:schemas:extension:enterprise:2.0:user' }],
    ['a message of RFC 7644', { schema: 'urn:ietf:params:scim:api:messages:2.0:ListResponse' }],
    ['the enterprise schema, misspelt', { schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User' }],
    ['the enterprise schema by its former name', { schema: 'urn:scim:schemas:extension:enterprise:1.0' }],
    ['the core schema by its former name', { schema: 'urn:scim:schemas:core:1.0' }],
    ['the extension of devices', { schema: 'urn:muster:params:scim:schemas:extension:managed:1.0:Device' }],
    ['a schema of 257 characters', { schema: `urn:${letters(253)}` }],
    ['an empty name', { name: '' }],
    ['a name with a colon', { name: 'a:b' }],
    ['a name with a sub-attribute', { name: 'a.b' }],
    ['a name of 257 characters', { name: letters(257) }],
    ['a NUL in the description', { description: 'a\0' }],
  ])('refuses %s', async (_, part) => {
    await expect(create({ ...badge, key: 'refused', ...part })).rejects.toMatchObject({
      ...refused('INVALID_INPUT'),
      message: expect.stringContaining(`${Object.keys(part)[0]}: must`),
    });
  });

  it('takes schemas and names of 256 characters', async () => {
    const longest = { key: 'longest', schema: `urn:${letters(252)}`, name: letters(256), type: 'VERSION' };
    expect(await create(longest)).toMatchObject(longest);
  });
});

describe('Mutation.deleteFactDefinition', () => {
  const { create, remove } = registryOf('factDefinition');

  it('keeps a definition that a device has a fact of', async () => {
    const { id } = await create({ key: 'diskFreeGb', type: 'NUMBER' });
    const { db } = app.database;
    const connectionId = (await app.story.connection()).id;
    const device = await db.device.create({ data: { connectionId, serialNumber: 'S1', facts: { diskFreeGb: 40 }, updatedBy: 'the test' } });
    await expect(remove({ id })).rejects.toMatchObject(refused('IN_USE'));
    await expect(remove({ id, expectedVersion: 7 })).rejects.toMatchObject(refused('STALE_VERSION'));
    await db.device.update({ where: { id: device.id }, data: { facts: {}, updatedBy: 'the test' } });
    expect(await remove({ id })).toEqual({ id });
  });
});
