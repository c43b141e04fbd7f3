import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { statementsDuring } from '#test/support/database.ts';
import { person, type ScimClient } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:Device';
const managed = 'urn:muster:params:scim:schemas:extension:managed:1.0:Device';

let app: App;
let acme: ConnectionOfStory;
let scim: ScimClient;
let ada: string;
let leaver: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  app = await startApp();
  acme = await app.story.connection();
  scim = acme.scim;
  const { story } = app;
  ada = (await scim.post('/Users', person('ada', { displayName: 'Ada' }))).body.id;
  leaver = (await scim.post('/Users', person('leaver'))).body.id;
  const register = async (serialNumber: string, more: object) => {
    ids[serialNumber] = (await story.device(serialNumber, { connectionId: acme.id, ...more })).id;
  };
  await register('C02ADA', {
    udid: 'UDID-ADA',
    name: 'Ada’s Mac',
    platform: 'macOS',
    osVersion: '14.10',
    osBuild: '23A344',
    model: 'MacBookPro18,3',
    manufacturer: 'Apple',
    chip: 'Apple M3',
    supervised: true,
    enrollmentType: 'automated',
    enrolledAt: '2026-01-02T03:04:05.000Z',
    lastCheckInAt: '2026-11-20T08:00:00.000Z',
    ownership: 'company',
    encrypted: false,
    assetTag: 'A-1',
    tags: ['pilot', 'Berlin'],
  });
  await register('C02OLD', {
    name: 'old Mac',
    platform: 'macOS',
    osVersion: '14.9',
    supervised: false,
    lastCheckInAt: '2026-03-01T00:00:00Z',
  });
  await register('W-1', { name: 'Windows of a leaver', platform: 'Windows', osVersion: '11' });
  await register('BARE', {});
  await story.assign(ids.C02ADA as string, ada, { source: 'IDENTITY' });
  await story.assign(ids['W-1'] as string, leaver, { source: 'MANUAL' });
  await scim.delete(`/Users/${leaver}`);
  const other = await story.connection('ENTRA_ID', 'Another organisation');
  ids.FOREIGN = (await story.device('FOREIGN', { connectionId: other.id, name: 'hidden' })).id;
});
afterAll(() => app.close());

const found = async (query: string) => {
  const { status, body } = await scim.get(`/Devices?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.Resources.map((device: { id: string }) => Object.keys(ids).find((name) => ids[name] === device.id));
};
const filtered = (filter: string) => found(`filter=${encodeURIComponent(filter)}`);

describe('GET /Devices/{id} (RFC 9944 §4, RFC 7644 §3.4.1)', () => {
  it('shows the core schema, and in the extension what a device-management service knows', async () => {
    const { status, body, headers } = await scim.get(`/Devices/${ids.C02ADA}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      schemas: [core, managed],
      id: ids.C02ADA,
      displayName: 'Ada’s Mac',
      active: true,
      [managed]: {
        serialNumber: 'C02ADA',
        udid: 'UDID-ADA',
        platform: 'macOS',
        osVersion: '14.10',
        osBuild: '23A344',
        model: 'MacBookPro18,3',
        manufacturer: 'Apple',
        chip: 'Apple M3',
        supervised: true,
        enrollmentType: 'automated',
        enrolledAt: '2026-01-02T03:04:05.000Z',
        lastCheckInAt: '2026-11-20T08:00:00.000Z',
        ownership: 'company',
        encrypted: false,
        assetTag: 'A-1',
        tags: ['pilot', 'Berlin'],
        assignedUser: { value: ada, $ref: `${acme.scimUrl}/Users/${ada}`, display: 'Ada' },
        assignmentSource: 'IDENTITY',
        assignedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      },
      meta: {
        resourceType: 'Device',
        created: expect.stringMatching(/Z$/),
        lastModified: expect.stringMatching(/Z$/),
        location: `${acme.scimUrl}/Devices/${ids.C02ADA}`,
        version: headers.get('etag'),
      },
    });
  });

  it('leaves out what is not known', async () => {
    const { body } = await scim.get(`/Devices/${ids.BARE}`);
    expect(body).toMatchObject({ schemas: [core, managed], id: ids.BARE, active: true });
    expect(body[managed]).toEqual({ serialNumber: 'BARE' });
  });

  it('keeps the id of a user who was deleted, and refers to nobody', async () => {
    const { body } = await scim.get(`/Devices/${ids['W-1']}`);
    expect(body[managed].assignedUser).toEqual({ value: leaver });
  });

  it('is 404 for what is not there, and for what is of another connection', async () => {
    for (const id of ['01900000-0000-7000-8000-000000000000', 'nothing', ids.FOREIGN, ada])
      expect(await scim.get(`/Devices/${id}`)).toMatchObject({ status: 404, body: { status: '404' } });
  });

  it('shows what is asked for (RFC 7644 §3.9), and looks for the user only then', async () => {
    const path = `/Devices/${ids.C02ADA}`;
    expect((await scim.get(`${path}?attributes=displayName,serialNumber`)).body).toEqual({
      schemas: [core, managed],
      id: ids.C02ADA,
      displayName: 'Ada’s Mac',
      [managed]: { serialNumber: 'C02ADA' },
    });
    expect((await scim.get(`${path}?attributes=${managed}:assignedUser.display`)).body[managed]).toEqual({
      assignedUser: { display: 'Ada' },
    });
    const { body } = await scim.get(`${path}?excludedAttributes=${managed},meta`);
    expect(body).toEqual({ schemas: [core, managed], id: ids.C02ADA, displayName: 'Ada’s Mac', active: true });
    await scim.get('/ServiceProviderConfig');
    const statements = await statementsDuring(app.database, () => scim.get(`${path}?excludedAttributes=assignedUser`));
    expect(statements.map(({ text }) => text).filter((text) => text.includes('users'))).toEqual([]);
    expect(statements).toHaveLength(1);
  });
});

describe('the entity tag of a device (RFC 7644 §3.14)', () => {
  it('answers 304 until the device, or the name of its user, changes', async () => {
    const path = `/Devices/${ids.C02ADA}`;
    const statusFor = async (etag: string) => (await scim.get(path, { 'if-none-match': etag })).status;
    const tagNow = async () => (await scim.get(path)).headers.get('etag') as string;
    const first = await tagNow();
    expect(await statusFor(first)).toBe(304);
    await scim.patch(`/Users/${ada}`, [{ op: 'replace', path: 'displayName', value: 'Countess' }]);
    const second = await tagNow();
    expect(await statusFor(first)).toBe(200);
    await scim.patch(`/Users/${ada}`, [{ op: 'replace', path: 'displayName', value: 'Ada' }]);
    expect(await tagNow()).toBe(first);
    expect(second).not.toBe(first);
    await app.ask('mutation ($input: UpdateDeviceInput!) { updateDevice(input: $input) { device { id } } }', {
      input: { id: ids.C02ADA, assetTag: 'A-2' },
    });
    expect(await statusFor(first)).toBe(200);
    expect((await scim.get(path, { 'if-match': first })).status).toBe(412);
  });
});

describe('GET /Devices (RFC 7644 §3.4.2)', () => {
  const all = ['C02ADA', 'C02OLD', 'W-1', 'BARE'];

  it('lists the devices of the connection, and of no other', async () => {
    const { body } = await scim.get('/Devices');
    expect(body).toMatchObject({ totalResults: 4, itemsPerPage: 4, startIndex: 1 });
    expect((await found('')).sort()).toEqual([...all].sort());
    expect(JSON.stringify(body)).not.toContain('hidden');
  });

  it.each<[string, string[]]>([
    ['serialNumber eq "c02ada"', ['C02ADA']],
    [`${managed}:serialNumber sw "C02"`, ['C02ADA', 'C02OLD']],
    [`${core}:displayName co "mac"`, ['C02ADA', 'C02OLD']],
    ['displayName pr', ['C02ADA', 'C02OLD', 'W-1']],
    ['udid eq "udid-ada"', ['C02ADA']],
    ['platform eq "macOS" and osVersion lt "14.10"', ['C02OLD']],
    ['osVersion ge "14.10"', ['C02ADA']],
    ['not (platform eq "macOS")', ['W-1', 'BARE']],
    ['platform ne "macOS"', ['W-1', 'BARE']],
    ['supervised eq true', ['C02ADA']],
    ['supervised eq "False"', ['C02OLD']],
    ['encrypted pr', ['C02ADA']],
    ['lastCheckInAt lt "2026-06-01T00:00:00Z"', ['C02OLD']],
    ['enrolledAt eq "2026-01-02T04:04:05+01:00"', ['C02ADA']],
    ['tags eq "PILOT"', ['C02ADA']],
    ['tags co "erl" and tags pr', ['C02ADA']],
    ['assignedUser pr', ['C02ADA', 'W-1']],
    ['assignedUser.display eq "ada"', ['C02ADA']],
    ['assignedUser[display sw "A" and value pr]', ['C02ADA']],
    ['assignmentSource eq "identity"', ['C02ADA']],
    ['assignmentSource eq "astrology"', []],
    ['assignmentSource ne "MANUAL" and assignmentSource pr', ['C02ADA']],
    ['active eq true', all],
    ['active eq false', []],
    ['mudUrl pr or groups pr or externalId eq "x"', []],
    ['groups.value eq "x" or groups[value eq "x"]', []],
    ['externalId ne "x"', all],
    ['meta.resourceType eq "Device" and meta.created gt "2026-01-01T00:00:00Z"', all],
    ['assetTag eq null', ['C02OLD', 'W-1', 'BARE']],
  ])('MUST find by %s', async (filter, names) => {
    expect((await filtered(filter)).sort()).toEqual([...names].sort());
  });

  it('finds by the id of its user, also of one who was deleted', async () => {
    expect(await filtered(`assignedUser eq "${ada}"`)).toEqual(['C02ADA']);
    expect(await filtered(`assignedUser.value eq "${leaver}"`)).toEqual(['W-1']);
    expect(await filtered(`id eq "${ids.BARE}"`)).toEqual(['BARE']);
    expect(await filtered(`id eq "${ids.FOREIGN}" or serialNumber eq "FOREIGN"`)).toEqual([]);
  });

  it.each(['userName eq "ada"', 'osVersion co "14"', 'shoeSize pr', 'assignedUser.$ref pr', 'supervised gt true', 'active lt true'])(
    'refuses what cannot be asked: %s',
    async (filter) => {
      const answer = await scim.get(`/Devices?filter=${encodeURIComponent(filter)}`);
      expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
    },
  );

  it('sorts by version part by part, missing values last, or first in descending order (§3.4.2.3)', async () => {
    expect(await found('sortBy=osVersion')).toEqual(['W-1', 'C02OLD', 'C02ADA', 'BARE']);
    expect(await found('sortBy=displayName&sortOrder=descending')).toEqual(['BARE', 'W-1', 'C02OLD', 'C02ADA']);
    expect(await found(`sortBy=${managed}:serialNumber`)).toEqual(['BARE', 'C02ADA', 'C02OLD', 'W-1']);
    expect(await scim.get('/Devices?sortBy=assignedUser')).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });

  it('pages by index and by cursor (§3.4.2.4, RFC 9865)', async () => {
    const byIndex = [...(await found('sortBy=serialNumber&count=3')), ...(await found('sortBy=serialNumber&count=3&startIndex=4'))];
    expect(byIndex).toEqual(['BARE', 'C02ADA', 'C02OLD', 'W-1']);
    const first = await scim.get('/Devices?sortBy=serialNumber&count=3&cursor=');
    const second = await scim.get(`/Devices?sortBy=serialNumber&count=3&cursor=${first.body.nextCursor}`);
    expect(first.body).toMatchObject({ totalResults: 4, itemsPerPage: 3 });
    expect(second.body.Resources.map(({ id }: { id: string }) => id)).toEqual([ids['W-1']]);
    expect(second.body).not.toHaveProperty('nextCursor');
  });

  it('is one statement, and one more for the users', async () => {
    await scim.get('/ServiceProviderConfig');
    expect(await statementsDuring(app.database, () => scim.get('/Devices'))).toHaveLength(2);
  });
});

describe('POST /Devices/.search and /.search (RFC 7644 §3.4.3)', () => {
  it('answers as GET does', async () => {
    const asked = await scim.post('/Devices/.search', { filter: 'tags pr', attributes: ['displayName'], count: 5 });
    expect(asked.status).toBe(200);
    expect(asked.body).toEqual((await scim.get('/Devices?filter=tags+pr&attributes=displayName&count=5')).body);
  });

  it('finds devices behind users and groups at the root, by index and by cursor', async () => {
    const { body: group } = await scim.post('/Groups', { displayName: 'engines' });
    const everything = [ada, group.id, ...((await scim.get('/Devices')).body.Resources as { id: string }[]).map(({ id }) => id)];
    const idsIn = (body: { Resources: { id: string }[] }) => body.Resources.map(({ id }) => id);
    for (let startIndex = 1; startIndex <= 7; startIndex += 1)
      for (const count of [1, 3, 10]) {
        const { body } = await scim.post('/.search', { startIndex, count });
        expect(idsIn(body), `${count} from ${startIndex}`).toEqual(everything.slice(startIndex - 1, startIndex - 1 + count));
        expect(body.totalResults).toBe(6);
      }
    const walked: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const { body }: { body: { nextCursor?: string; Resources: { id: string }[] } } = await scim.get(`/?count=2&cursor=${cursor}`);
      walked.push(...idsIn(body));
      cursor = body.nextCursor;
    }
    expect(walked).toEqual(everything);
  });

  it.each<[string, number]>([
    ['serialNumber eq "C02ADA"', 1],
    [`${managed}:tags eq "pilot"`, 1],
    ['userName eq "ada" or serialNumber eq "C02ADA"', 2],
    ['meta.resourceType eq "Device"', 4],
    ['not (serialNumber pr)', 2],
  ])('takes an attribute that another type has for one without a value: %s', async (filter, count) => {
    expect((await scim.post('/.search', { filter })).body).toMatchObject({ totalResults: count });
  });
});

describe('writing devices', () => {
  it.each([
    ['POST', '/Devices', 'GET'],
    ['PUT', '/Devices/{id}', 'GET'],
    ['PATCH', '/Devices/{id}', 'GET'],
    ['DELETE', '/Devices/{id}', 'GET'],
  ])('is refused with 405, which says where devices are registered: %s %s', async (method, path, allowed) => {
    const body = method === 'DELETE' ? undefined : { schemas: [core], displayName: 'x', active: true };
    const answer = await scim.send(method, path.replace('{id}', ids.BARE as string), { body });
    expect(answer).toMatchObject({ status: 405, body: { status: '405', detail: expect.stringContaining('registerDevices') } });
    expect(answer.headers.get('allow')).toBe(allowed);
  });

  it('is refused in bulk too (RFC 7644 §3.7)', async () => {
    const { status, body } = await scim.post('/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'POST', path: '/Devices', bulkId: 'd', data: { displayName: 'x', active: true } },
        { method: 'DELETE', path: `/Devices/${ids.BARE}` },
        { method: 'POST', path: '/Gadgets', bulkId: 'g', data: {} },
      ],
    });
    expect(status).toBe(200);
    const outcomes = (body.Operations as { status: string; response: { detail: string } }[]).map((one) => [
      one.status,
      one.response.detail,
    ]);
    expect(outcomes).toEqual([
      ['405', expect.stringContaining('registerDevices')],
      ['405', expect.stringContaining('deleteDevice')],
      ['404', expect.not.stringContaining('registerDevices')],
    ]);
    expect((await scim.get(`/Devices/${ids.BARE}`)).status).toBe(200);
  });
});

describe('discovery of devices (RFC 9944 §4, RFC 7643 §6 and §7)', () => {
  it('describes the type, its schema and the extension', async () => {
    expect((await scim.get('/ResourceTypes/Device')).body).toMatchObject({
      id: 'Device',
      endpoint: '/Devices',
      schema: core,
      schemaExtensions: [{ schema: managed, required: false }],
    });
    const { body } = await scim.get(`/Schemas/${core}`);
    expect(body.attributes.map(({ name, type, required }: Record<string, unknown>) => [name, type, required])).toEqual([
      ['displayName', 'string', false],
      ['active', 'boolean', true],
      ['mudUrl', 'reference', false],
      ['groups', 'complex', false],
    ]);
  });

  it('says of every attribute that it is read-only, and describes all that a device shows', async () => {
    const { body: device } = await scim.get(`/Devices/${ids.C02ADA}`);
    for (const [schema, shown] of [
      [core, Object.keys(device).filter((name) => !['schemas', 'id', 'meta', managed].includes(name))],
      [managed, Object.keys(device[managed])],
    ] as const) {
      const { body } = await scim.get(`/Schemas/${schema}`);
      const described = body.attributes as { name: string; mutability: string }[];
      expect(described.map(({ name }) => name)).toEqual(expect.arrayContaining([...shown]));
      expect(new Set(described.map(({ mutability }) => mutability))).toEqual(new Set(['readOnly']));
    }
  });

  it('names every way in which a device can have come to its user', async () => {
    const { __type } = await app.ask('{ __type(name: "AssignmentSource") { enumValues { name } } }');
    const { body } = await scim.get(`/Schemas/${managed}`);
    const { canonicalValues } = body.attributes.find(({ name }: { name: string }) => name === 'assignmentSource');
    expect(canonicalValues.sort()).toEqual(__type.enumValues.map(({ name }: { name: string }) => name).sort());
  });
});
