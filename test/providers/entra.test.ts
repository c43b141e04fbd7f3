import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arrangement, arrangements } from '#test/support/arrangements.ts';
import { groupSchema, type ScimAnswer, type ScimClient, userSchema } from '#test/support/scim.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

const found = (...ids: string[]) => ({
  status: 200,
  body: { schemas: [listSchema], totalResults: ids.length, Resources: ids.map((id) => ({ id })) },
});
const error = (status: number) => ({ status, body: { schemas: [errorSchema], status: `${status}` } });
const successes = [200, 204];

/** A person as the validator makes them up: values that no check of form would let through. */
const madeUp = (userName: string) => ({
  schemas: [userSchema, enterprise],
  userName,
  externalId: randomUUID(),
  active: true,
  displayName: 'JWGAQIENDVEM',
  title: 'FQXEKTXNBKMB',
  preferredLanguage: 'el-CY',
  locale: 'NNRDFXPHOXUY',
  profileUrl: 'MFGMUGTYPBKA',
  name: { givenName: 'Stefanie', familyName: 'Rollin', formatted: 'Omari' },
  emails: [{ type: 'work', value: 'nannie.marvin@russel.example', primary: true }],
  phoneNumbers: [
    { type: 'work', value: '45-955-7623', primary: true },
    { type: 'fax', value: '45-955-7623' },
  ],
  roles: [{ primary: 'True', display: 'HRHFBMXLZSTZ', value: 'RTSKUXALBPLQ', type: 'VMIYJTGCMNLT' }],
  [enterprise]: { employeeNumber: 'PAUCKSIOCHXT', department: 'BRYTQSAMNUFV', manager: { value: 'CYKQWKOFNTWC' } },
});

const madeUpGroup = (displayName: string) => ({ schemas: [groupSchema], displayName, externalId: randomUUID() });

describe.each(arrangements)('the gateway %s', (_, arrange) => {
  let arrangement: Arrangement;
  beforeAll(async () => {
    arrangement = await arrange();
  }, 120_000);
  afterAll(() => arrangement.close());

  /** The validator's own verification is a read; what a write answers may be either of two statuses. */
  const written = ({ status }: ScimAnswer) => expect(successes).toContain(status);

  describe('the tests of the SCIM validator of Microsoft for users, in its order', () => {
    let scim: ScimClient;
    let id: string;
    let userName = 'Aric.Nia@romaguera.example';
    beforeAll(async () => {
      ({ scim } = await arrangement.connection('ENTRA_ID'));
    });

    const read = async (which = id) => (await scim.get(`/Users/${which}`)).body;
    const filtered = (name: string) => scim.get(`/Users?filter=${encodeURIComponent(`userName eq "${name}"`).replaceAll('%20', '+')}`);
    const patch = async (...operations: object[]) => written(await scim.patch(`/Users/${id}`, operations));

    it('creates a user, and has it as it was sent', async () => {
      const body = madeUp(userName);
      const { status, body: created } = await scim.post('/Users', body);
      expect(status).toBe(201);
      id = created.id;
      // Words for booleans are the one thing that is not kept as it was sent.
      expect(await read()).toMatchObject({ ...body, roles: [{ ...body.roles[0], primary: true }] });
    });

    it('refuses a duplicate', async () => {
      expect(await scim.post('/Users', madeUp(userName))).toMatchObject(error(409));
    });

    it('finds an existing user, in any letters, and no other', async () => {
      expect(await filtered(userName)).toMatchObject(found(id));
      expect(await filtered(userName.toUpperCase())).toMatchObject(found(id));
      expect(await filtered(randomUUID())).toMatchObject(found());
    });

    it('renames a user', async () => {
      await patch({ op: 'replace', path: 'userName', value: 'dale.mohr@romaguera.example' });
      expect(await filtered(userName)).toMatchObject(found());
      userName = 'dale.mohr@romaguera.example';
      expect(await filtered(userName)).toMatchObject(found(id));
    });

    it.each([
      ['as a boolean', { op: 'replace', path: 'active', value: false }],
      ['as a word', { op: 'Replace', path: 'active', value: 'False' }],
      ['without a path', { op: 'replace', value: { active: false } }],
    ])('disables a user %s, and shows it by id and by filter', async (_how, operation) => {
      await patch({ op: 'replace', path: 'active', value: true });
      await patch(operation);
      expect(await read()).toMatchObject({ id, active: false });
      expect((await filtered(userName)).body.Resources).toMatchObject([{ id, active: false }]);
    });

    it.each([
      ['adds', 'add', { value: 'a-manager-who-is-not-here' }, 'a-manager-who-is-not-here'],
      ['replaces', 'replace', { value: 'another' }, 'another'],
      ['adds, by the bare id,', 'Add', 'a-third', 'a-third'],
      ['removes, by the empty id,', 'replace', { value: '' }, undefined],
    ])('%s a manager', async (_what, op, value, manager) => {
      await patch({ op, path: `${enterprise}:manager`, value });
      expect((await read())[enterprise].manager?.value).toBe(manager);
    });

    it('changes one attribute and then another in one request, and one attribute twice', async () => {
      await patch({ op: 'add', path: 'displayName', value: 'FBPCNVCHETXV' }, { op: 'replace', path: 'title', value: 'EBBINEPPNBDO' });
      await patch({ op: 'replace', path: 'nickName', value: 'one' }, { op: 'replace', path: 'nickName', value: 'two' });
      expect(await read()).toMatchObject({ displayName: 'FBPCNVCHETXV', title: 'EBBINEPPNBDO', nickName: 'two' });
    });

    it('deletes a user once', async () => {
      expect((await scim.delete(`/Users/${id}`)).status).toBe(204);
      expect(await scim.get(`/Users/${id}`)).toMatchObject(error(404));
      expect(await scim.delete(`/Users/${id}`)).toMatchObject(error(404));
      expect(await scim.delete(`/Users/${randomUUID()}`)).toMatchObject(error(404));
    });
  });

  describe('the tests of the SCIM validator of Microsoft for groups, in its order', () => {
    let scim: ScimClient;
    let id: string;
    let member: string;
    let displayName = 'NUSHDROHXPIN';
    beforeAll(async () => {
      ({ scim } = await arrangement.connection('ENTRA_ID'));
      member = (await scim.post('/Users', madeUp('member@romaguera.example'))).body.id;
    });

    const read = async () => (await scim.get(`/Groups/${id}`)).body;
    const filtered = (name: string, more = '') => scim.get(`/Groups?filter=${encodeURIComponent(`displayName eq "${name}"`)}${more}`);
    const patch = async (...operations: object[]) => written(await scim.patch(`/Groups/${id}`, operations));
    const membership = [{ value: '{member}' }];

    it('creates a group, and refuses a duplicate', async () => {
      const body = madeUpGroup(displayName);
      const created = await scim.post('/Groups', body);
      expect(created).toMatchObject({ status: 201, body });
      id = created.body.id;
      expect(await scim.post('/Groups', madeUpGroup(displayName))).toMatchObject(error(409));
    });

    it('reads and finds a group without its members', async () => {
      await patch({ op: 'add', path: 'members', value: [{ value: member }] });
      const { status, body } = await scim.get(`/Groups/${id}?excludedAttributes=members`);
      expect([status, body.displayName, body.members]).toEqual([200, displayName, undefined]);
      const answer = await filtered(displayName, '&excludedAttributes=members');
      expect(answer).toMatchObject(found(id));
      expect(answer.body.Resources[0]).not.toHaveProperty('members');
    });

    it('finds an existing group, in any letters, and no other', async () => {
      expect(await filtered(displayName)).toMatchObject(found(id));
      expect(await filtered(displayName.toLowerCase())).toMatchObject(found(id));
      expect(await filtered(randomUUID())).toMatchObject(found());
    });

    it('replaces what a group is called, and by whom', async () => {
      const externalId = randomUUID();
      await patch({ op: 'replace', value: { externalId } });
      displayName = 'GNWXQPRFNXXA';
      await patch({ op: 'replace', path: 'displayName', value: displayName });
      expect(await read()).toMatchObject({ externalId, displayName, members: [{ value: member }] });
    });

    it.each([
      ['removes', [{ op: 'remove', path: 'members', value: membership }], false],
      ['adds', [{ op: 'add', path: 'members', value: membership }], true],
      ['adds again', [{ op: 'Add', path: 'members', value: membership }], true],
      ['removes, by a filter,', [{ op: 'remove', path: 'members[value eq "{member}"]' }], false],
      ['replaces all by', [{ op: 'replace', path: 'members', value: membership }], true],
      [
        'removes and adds in one request',
        [
          { op: 'remove', path: 'members[value eq "{member}"]' },
          { op: 'add', path: 'members', value: membership },
        ],
        true,
      ],
    ])('%s a member', async (_what, operations: object[], isMember) => {
      await patch(...JSON.parse(JSON.stringify(operations).replaceAll('{member}', member)));
      expect((await read()).members ?? []).toMatchObject(isMember ? [{ value: member }] : []);
    });

    it('deletes a group once, and leaves its member', async () => {
      expect((await scim.delete(`/Groups/${id}`)).status).toBe(204);
      expect(await scim.get(`/Groups/${id}`)).toMatchObject(error(404));
      expect(await scim.delete(`/Groups/${id}`)).toMatchObject(error(404));
      expect(await scim.delete(`/Groups/${randomUUID()}`)).toMatchObject(error(404));
      expect((await scim.get(`/Users/${member}`)).status).toBe(200);
    });
  });

  describe('the SCIM validator that discovers the schema', () => {
    interface Described {
      name: string;
      type: string;
      multiValued: boolean;
      mutability: string;
      subAttributes?: Described[];
    }

    const isChangeable = ({ mutability }: Described) => mutability === 'readWrite';
    const made = ({ type }: Described) => (type === 'boolean' ? true : type === 'binary' ? 'TUlJQg==' : randomUUID());

    /** The paths by which the validator changes an attribute. */
    function pathsOf(attribute: Described): [path: string, value: unknown][] {
      const parts = (attribute.subAttributes ?? []).filter(isChangeable);
      if (attribute.name === 'manager') return [[attribute.name, randomUUID()]];
      if (!attribute.multiValued)
        return parts.length ? parts.map((part) => [`${attribute.name}.${part.name}`, made(part)]) : [[attribute.name, made(attribute)]];
      return parts.filter(({ name }) => name !== 'type').map((part) => [`${attribute.name}[type eq "work"].${part.name}`, made(part)]);
    }

    it('can replace all that /Schemas says can be, on a user who has none of it, and reads it all as it was sent', async () => {
      const { scim } = await arrangement.connection('ENTRA_ID');
      const schemas: { id: string; attributes: Described[] }[] = (await scim.get('/Schemas')).body.Resources;
      const attributesOf = (urn: string) => schemas.find((schema) => schema.id === urn)?.attributes.filter(isChangeable) ?? [];
      const paths = [
        ...attributesOf(userSchema).flatMap(pathsOf),
        ...attributesOf(enterprise)
          .flatMap(pathsOf)
          .map(([path, value]): [string, unknown] => [`${enterprise}:${path}`, value]),
      ];
      expect(paths.length).toBeGreaterThanOrEqual(50);
      const { id } = (await scim.post('/Users', { schemas: [userSchema], userName: randomUUID() })).body;
      written(
        await scim.patch(
          `/Users/${id}`,
          paths.map(([path, value]) => ({ op: 'replace', path, value })),
        ),
      );
      const { body } = await scim.get(`/Users/${id}`);
      expect(paths.filter(([path, value]) => valueAt(body, path) !== value)).toEqual([]);
    });

    // biome-ignore lint/suspicious/noExplicitAny: whatever the answer holds.
    function valueAt(user: any, path: string): unknown {
      const [, urn, name = '', , part] = /^(?:(urn:.*):)?(\w+)(\[[^\]]*\])?(?:\.(\w+))?$/.exec(path) ?? [];
      const value = (urn ? user[urn] : user)?.[name];
      if (name === 'manager') return value?.value;
      if (!part) return value;
      return (Array.isArray(value) ? value.find(({ type }) => type === 'work') : value)?.[part];
    }
  });
});
