import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';

let gateway: TestGateway;
let acme: Provider;
let everyOne: Attribute[];

interface Attribute {
  path: string;
  schema: string;
  name: string;
  type: string;
  multiValued: boolean;
  description: string;
  required: boolean;
  caseExact: boolean;
  mutability: string;
  returned: string;
  uniqueness: string;
  canonicalValues?: string[];
  referenceTypes?: string[];
  subAttributes?: Attribute[];
}

const urn = (name: string) => `urn:ietf:params:scim:schemas:core:2.0:${name}`;
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The attributes of a schema and all that are within them, by their paths. */
const within = (schema: string, attributes: Attribute[], prefix = ''): Attribute[] =>
  attributes.flatMap((attribute) => {
    const path = `${prefix}${attribute.name}`;
    return [{ ...attribute, path, schema }, ...within(schema, attribute.subAttributes ?? [], `${path}.`)];
  });

beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
  const { body } = await acme('GET', '/Schemas');
  everyOne = body.Resources.flatMap(({ id, attributes }: { id: string; attributes: Attribute[] }) => within(id, attributes));
});
afterAll(() => gateway.close());

const listResponse = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

describe('discovery (RFC 7644 §4)', () => {
  it('MUST list each schema and resource type in a ListResponse, and show each by its id', async () => {
    for (const path of ['/Schemas', '/ResourceTypes']) {
      const { body } = await acme('GET', path);
      expect(body).toMatchObject({ schemas: [listResponse], totalResults: body.Resources.length, itemsPerPage: body.Resources.length });
      for (const resource of body.Resources as { id: string; meta: { location: string } }[]) {
        expect((await acme('GET', `${path}/${resource.id.toUpperCase()}`)).body).toEqual(resource);
        expect(resource.meta.location).toMatch(new RegExp(`^http.*${path}/${resource.id}$`));
      }
    }
  });

  it('lists every schema that a resource or an answer of its own names', async () => {
    const { body } = await acme('GET', '/Schemas');
    expect(body.Resources.map(({ id }: { id: string }) => id)).toEqual([
      urn('User'),
      enterprise,
      urn('Group'),
      urn('Device'),
      'urn:muster:params:scim:schemas:extension:managed:1.0:Device',
      urn('ServiceProviderConfig'),
      urn('ResourceType'),
      urn('Schema'),
    ]);
  });

  it('is 404 for what is not there', async () => {
    expect((await acme('GET', '/Schemas/urn:nope')).status).toBe(404);
    expect((await acme('GET', '/ResourceTypes/Nothing')).status).toBe(404);
    expect((await acme('GET', '/ServiceProviderConfig/1')).status).toBe(404);
  });

  const paths = ['/Schemas', `/Schemas/${urn('User')}`, '/ResourceTypes', '/ResourceTypes/User', '/ServiceProviderConfig'];

  it.each(paths)('SHOULD refuse a filter with 403: %s', async (path) => {
    expect(await acme('GET', `${path}?filter=id+pr`)).toMatchObject({ status: 403, body: { status: '403' } });
  });

  it.each(paths)('SHALL ignore sorting and paging: %s', async (path) => {
    const plain = await acme('GET', path);
    expect((await acme('GET', `${path}?sortBy=name&sortOrder=descending&startIndex=2&count=1&cursor=x`)).body).toEqual(plain.body);
  });

  it.each(paths.flatMap((path) => ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [method, path])))(
    'MUST refuse %s %s with 405 and what is allowed',
    async (method, path) => {
      const answer = await acme(method, path, method === 'DELETE' ? undefined : {});
      expect(answer).toMatchObject({ status: 405, body: { status: '405' } });
      expect(answer.headers.get('allow')).toBe('GET');
    },
  );

  it('shows of each what is asked for (RFC 7644 §3.9)', async () => {
    const one = await acme('GET', `/Schemas/${urn('Group')}?attributes=name,attributes.name`);
    expect(one.body).toEqual({
      schemas: [urn('Schema')],
      id: urn('Group'),
      name: 'Group',
      attributes: [{ name: 'displayName' }, { name: 'members' }],
    });
    const all = await acme('GET', '/ResourceTypes?excludedAttributes=meta,description,schemaExtensions,schema');
    expect(all.body.Resources).toEqual([
      { schemas: [urn('ResourceType')], id: 'User', name: 'User', endpoint: '/Users' },
      { schemas: [urn('ResourceType')], id: 'Group', name: 'Group', endpoint: '/Groups' },
      { schemas: [urn('ResourceType')], id: 'Device', name: 'Device', endpoint: '/Devices' },
    ]);
    expect((await acme('GET', '/ServiceProviderConfig?attributes=patch')).body).toEqual({
      schemas: [urn('ServiceProviderConfig')],
      patch: { supported: true },
    });
  });
});

describe('/ServiceProviderConfig (RFC 7643 §5, RFC 9865 §4)', () => {
  it('says how lists are paged, and they are', async () => {
    const { body } = await acme('GET', '/ServiceProviderConfig');
    expect(body.pagination).toEqual({
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: 100,
      maxPageSize: 200,
      cursorTimeout: 3600,
    });
    expect(body.filter).toEqual({ supported: true, maxResults: 200 });
  });

  it('MUST have a name, a description and a type for each way to authenticate', async () => {
    const { body } = await acme('GET', '/ServiceProviderConfig');
    expect(body.authenticationSchemes.length).toBeGreaterThan(0);
    for (const scheme of body.authenticationSchemes)
      expect(scheme).toMatchObject({
        type: expect.stringMatching(/^(oauth2?|oauthbearertoken|http(basic|digest))$/),
        name: expect.any(String),
        description: expect.any(String),
      });
  });
});

describe('/ResourceTypes (RFC 7643 §6)', () => {
  it('names endpoints and schemas that are there', async () => {
    const { body } = await acme('GET', '/ResourceTypes');
    for (const { name, endpoint, schema, schemaExtensions, meta } of body.Resources) {
      expect((await acme('GET', endpoint)).status).toBe(200);
      for (const id of [schema, ...schemaExtensions.map((extension: { schema: string }) => extension.schema)])
        expect((await acme('GET', `/Schemas/${id}`)).body.id).toBe(id);
      expect(meta.resourceType).toBe('ResourceType');
      expect(name).toMatch(/^[A-Z]\w+$/);
    }
  });
});

describe('/Schemas (RFC 7643 §7)', () => {
  const closed: [keyof Attribute, string[]][] = [
    ['type', ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'complex', 'binary']],
    ['mutability', ['readOnly', 'readWrite', 'immutable', 'writeOnly']],
    ['returned', ['always', 'never', 'default', 'request']],
    ['uniqueness', ['none', 'server', 'global']],
  ];

  it('MUST give every attribute, and every one within it, all of its characteristics', () => {
    expect(everyOne.length).toBeGreaterThan(100);
    for (const attribute of everyOne) {
      for (const [name, values] of closed) expect(values, `${attribute.path} ${name}`).toContain(attribute[name]);
      for (const name of ['multiValued', 'required', 'caseExact'] as const) expect(attribute[name], attribute.path).toBeTypeOf('boolean');
      expect(attribute.description, attribute.path).toMatch(/\S{2}.*\.$/);
      expect(attribute.name).toMatch(/^(\$ref|[a-z][\w-]*)$/i);
    }
  });

  it('MUST give each complex attribute its sub-attributes, each reference what it refers to, and those alone', () => {
    for (const { path, type, subAttributes, referenceTypes } of everyOne) {
      expect(subAttributes !== undefined && subAttributes.length > 0, path).toBe(type === 'complex');
      expect(referenceTypes !== undefined && referenceTypes.length > 0, path).toBe(type === 'reference');
    }
  });

  it('MUST say that references and binaries are compared exactly (RFC 7643 §2.3.6 and §2.3.7)', () => {
    const asWritten = ['profileUrl'];
    const inexact = everyOne.filter(({ type, caseExact }) => (type === 'reference' || type === 'binary') && !caseExact);
    expect(inexact.map(({ path }) => path)).toEqual(asWritten);
  });

  it('describes all that an answer of discovery holds (RFC 7643 §8.7)', async () => {
    const common = ['schemas', 'id', 'meta'];
    const described = (schema: string) => everyOne.filter((attribute) => attribute.schema === schema).map(({ path }) => path);
    const pathsIn = (value: unknown, prefix = ''): string[] =>
      Array.isArray(value)
        ? value.flatMap((element) => pathsIn(element, prefix))
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([name, part]) => [`${prefix}${name}`, ...pathsIn(part, `${prefix}${name}.`)])
          : [];
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes/User', `/Schemas/${urn('User')}`, `/Schemas/${urn('Group')}`]) {
      const { body } = await acme('GET', path);
      const shown = new Set(pathsIn(body).filter((name) => !common.includes(name.split('.')[0] ?? '')));
      expect(described(body.schemas[0]), path).toEqual(expect.arrayContaining([...shown]));
    }
  });
});

/** People are made with these, and asked for them again. */
const sample: Record<string, unknown> = {
  string: 'Sample',
  boolean: true,
  dateTime: '2026-01-31T12:00:00Z',
  reference: 'https://acme.example/Sample',
  binary: 'U2FtcGxl',
};

describe('what /Schemas says of users is how they behave', () => {
  const ofUsers = () => everyOne.filter(({ schema }) => schema === urn('User') || schema === enterprise);
  const leaves = () => ofUsers().filter(({ type }) => type !== 'complex');

  /** The body of a person who has a value at a path. */
  function personWith({ schema, path, type }: Attribute, userName: string, value = sample[type]) {
    const [name = '', sub] = path.split('.');
    const owner = ofUsers().find((attribute) => attribute.schema === schema && attribute.path === name);
    const element =
      sub === undefined
        ? value
        : { ...(name !== 'manager' && sub !== 'value' && owner?.multiValued && name !== 'addresses' && { value: 'v' }), [sub]: value };
    const attribute = { [name]: owner?.multiValued ? [element] : element };
    return { userName, ...(schema === enterprise ? { [enterprise]: attribute } : attribute) };
  }

  const valuesAt = (body: Record<string, unknown>, { schema, path }: Attribute): unknown[] =>
    path
      .split('.')
      .reduce<unknown[]>(
        (values, name) => values.flatMap((value) => (value as Record<string, unknown> | undefined)?.[name] ?? []),
        [schema === enterprise ? body[enterprise] : body],
      );

  it('returns what it says is returned, and takes what it says can be written (mutability, returned)', async () => {
    for (const [index, attribute] of leaves().entries()) {
      if (attribute.path === 'userName') continue;
      const { status, body } = await acme('POST', '/Users', personWith(attribute, `sample-${index}`));
      expect(status, attribute.path).toBe(201);
      const isKept = attribute.mutability === 'readWrite' && attribute.path !== 'manager.$ref';
      expect(valuesAt(body, attribute), attribute.path).toEqual(isKept ? [sample[attribute.type]] : []);
    }
  });

  it('refuses to change what it says is read-only (mutability)', async () => {
    const { body } = await acme('POST', '/Users', { userName: 'read-only', [enterprise]: { manager: { value: 'boss' } } });
    const readOnly = ofUsers().filter(({ mutability }) => mutability === 'readOnly');
    expect(readOnly.map(({ path }) => path)).toEqual(expect.arrayContaining(['groups', 'groups.value', 'manager.displayName']));
    for (const { schema, path } of readOnly)
      expect(
        await acme('PATCH', `/Users/${body.id}`, { Operations: [{ op: 'replace', path: `${schema}:${path}`, value: 'x' }] }),
        path,
      ).toMatchObject({ status: 400, body: { scimType: 'mutability' } });
  });

  it('compares in filters as it says (caseExact)', async () => {
    const refused: string[] = [];
    for (const [index, attribute] of leaves().entries()) {
      if (attribute.mutability !== 'readWrite' || attribute.type === 'boolean' || attribute.path === 'manager.$ref') continue;
      const value = attribute.path === 'userName' ? undefined : sample[attribute.type];
      const userName = `Case-${index}`;
      await acme('POST', '/Users', value === undefined ? { userName } : personWith(attribute, userName));
      const asked = String(value ?? userName);
      const find = async (literal: string) => {
        const filter = `userName eq "${userName}" and ${attribute.schema}:${attribute.path} eq "${literal}"`;
        const answer = await acme('GET', `/Users?filter=${encodeURIComponent(filter)}`);
        if (answer.status !== 200) refused.push(attribute.path);
        return answer.body.totalResults;
      };
      expect(await find(asked), attribute.path).toBe(1);
      expect(await find(asked.toUpperCase()), attribute.path).toBe(attribute.caseExact ? 0 : 1);
    }
    expect(refused).toEqual([]);
  });

  it('refuses a second of what it says is unique, and a resource without what it says is required', async () => {
    const required = everyOne.filter(({ schema, required }) => [urn('User'), urn('Group'), enterprise].includes(schema) && required);
    expect(required.map(({ path, uniqueness }) => [path, uniqueness])).toEqual([
      ['userName', 'server'],
      ['displayName', 'server'],
      ['members.value', 'none'],
    ]);
    for (const [path, naming] of [
      ['/Users', 'userName'],
      ['/Groups', 'displayName'],
    ] as const) {
      expect((await acme('POST', path, {})).status).toBe(400);
      expect((await acme('POST', path, { [naming]: 'unique' })).status).toBe(201);
      expect(await acme('POST', path, { [naming]: 'UNIQUE' })).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    }
  });

  it('takes other values than the usual ones, and keeps them as they are (canonicalValues, RFC 7643 §7)', async () => {
    const { body } = await acme('POST', '/Users', { userName: 'unusual', emails: [{ value: 'a@b.example', type: 'Boat' }] });
    expect(body.emails).toEqual([{ value: 'a@b.example', type: 'Boat' }]);
  });

  it('refers to the types that it names (referenceTypes)', async () => {
    const { body: ada } = await acme('POST', '/Users', { userName: 'referent', [enterprise]: { manager: { value: 'boss-1' } } });
    await acme('POST', '/Users', { userName: 'boss', externalId: 'boss-1' });
    const { body: inner } = await acme('POST', '/Groups', { displayName: 'inner', members: [{ value: ada.id }] });
    const { body: outer } = await acme('POST', '/Groups', { displayName: 'outer', members: [{ value: inner.id }, { value: ada.id }] });
    const { body: person } = await acme('GET', `/Users/${ada.id}`);
    const typesOf = (references: { $ref: string }[]) =>
      [...new Set(references.map(({ $ref }) => (/\/(User|Group)s\/[^/]+$/.exec($ref) ?? [])[1]))].sort();
    const said = (path: string) => [...(everyOne.find((attribute) => attribute.path === path)?.referenceTypes ?? [])].sort();
    expect(typesOf(outer.members)).toEqual(said('members.$ref'));
    expect(typesOf(person.groups)).toEqual(said('groups.$ref'));
    expect(typesOf([person[enterprise].manager])).toEqual(said('manager.$ref'));
  });
});
