import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let gateway: TestGateway;
let acme: Provider;
beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
});
afterAll(() => gateway.close());

let people = 0;
const newUser = async (attributes: object = {}) => {
  people += 1;
  return acme('POST', '/Users', { userName: `person-${people}@acme.com`, ...attributes });
};
const idOf = ({ body }: { body: Record<string, unknown> }) => String(body.id);
const replacing = (path: string, value: unknown) => ({ Operations: [{ op: 'replace', path, value }] });

describe('POST /Users', () => {
  it('answers 201 with the user, its version and a location that works', async () => {
    const created = await newUser({ password: 'secret', title: 'Countess' });
    expect(created).toMatchObject({ status: 201, body: { title: 'Countess', active: true, meta: { version: 'W/"1"' } } });
    expect(created.text).not.toContain('secret');
    expect(created.headers.get('etag')).toBe('W/"1"');
    const location = String(created.headers.get('location'));
    expect(location).toBe((created.body.meta as { location: string }).location);
    expect(await acme('GET', location.slice(location.indexOf('/Users')))).toMatchObject({ status: 200, body: { id: created.body.id } });
  });

  it('refuses a userName that is taken, without regard to case', async () => {
    await newUser({ userName: 'Taken@acme.com' });
    expect(await newUser({ userName: 'taken@ACME.com' })).toMatchObject({ status: 409, body: { status: '409', scimType: 'uniqueness' } });
  });
});

describe('GET /Users/{id}', () => {
  it('answers 304 to who knows the version', async () => {
    const id = idOf(await newUser());
    expect(await acme('GET', `/Users/${id}`, undefined, { 'if-none-match': 'W/"1"' })).toMatchObject({ status: 304, text: '' });
    expect((await acme('GET', `/Users/${id}`, undefined, { 'if-none-match': 'W/"2"' })).status).toBe(200);
  });

  it('shows who the manager is once they are there', async () => {
    const reference = 'boss-of-ada';
    const id = idOf(await newUser({ [enterprise]: { manager: { value: reference } } }));
    expect((await acme('GET', `/Users/${id}`)).body[enterprise]).toEqual({ manager: { value: reference } });
    const boss = idOf(await newUser({ externalId: reference, displayName: 'The Boss' }));
    const { body } = await acme('GET', `/Users/${id}?attributes=${enterprise}:manager`);
    expect(body[enterprise]).toEqual({
      manager: { value: reference, displayName: 'The Boss', $ref: expect.stringMatching(`^http.*/Users/${boss}$`) },
    });
    expect(body).not.toHaveProperty('userName');
  });
});

describe('a manager named by a URI alone', () => {
  it('is the user at its end', async () => {
    const boss = await newUser();
    const { location } = boss.body.meta as { location: string };
    const id = idOf(await newUser({ [enterprise]: { manager: { $ref: location } } }));
    const managerOf = async () => ((await acme('GET', `/Users/${id}`)).body[enterprise] as { manager: object }).manager;
    expect(await managerOf()).toMatchObject({ value: boss.body.id, $ref: location });
    const other = await newUser();
    await acme('PATCH', `/Users/${id}`, replacing(`${enterprise}:manager.$ref`, (other.body.meta as { location: string }).location));
    expect(await managerOf()).toMatchObject({ value: other.body.id });
  });
});

describe('a filter on what is caseExact', () => {
  it.each([
    ['Exact', 1],
    ['exact', 0],
  ])('minds the case of %s', async (value, total) => {
    if (total === 1) await newUser({ photos: [{ value: 'https://acme.com/Exact.png' }] });
    expect((await acme('GET', `/Users?filter=photos.value+co+%22${value}%22`)).body.totalResults).toBe(total);
  });
});

describe('PUT /Users/{id}', () => {
  it('clears what is left out, but keeps the user active as they were', async () => {
    const { body } = await newUser({ title: 'Countess', active: false, 'urn:acme:User': { badge: 7 } });
    const replaced = await acme('PUT', `/Users/${body.id}`, { userName: body.userName });
    expect(replaced).toMatchObject({ status: 200, body: { active: false, meta: { version: 'W/"2"' } } });
    expect(replaced.body).not.toHaveProperty('title');
    expect(replaced.body).not.toHaveProperty('urn:acme:User');
  });

  it('changes nothing when it is sent what was read', async () => {
    const id = idOf(
      await newUser({
        name: { givenName: 'Ada' },
        emails: [{ value: 'a@b.c', type: 'work', primary: true }],
        'urn:acme:User': { badge: [7] },
      }),
    );
    const before = await acme('GET', `/Users/${id}`);
    expect((await acme('PUT', `/Users/${id}`, before.body)).body).toEqual(before.body);
  });

  it('fails with 412 when If-Match names another version', async () => {
    const { body } = await newUser();
    expect(await acme('PUT', `/Users/${body.id}`, body, { 'if-match': 'W/"7"' })).toMatchObject({ status: 412, body: { status: '412' } });
  });
});

describe('PATCH /Users/{id}', () => {
  it('answers 200 with the user, groups included', async () => {
    const id = idOf(await newUser());
    const group = await acme('POST', '/Groups', { displayName: 'Patched', members: [{ value: id }] });
    const patched = await acme('PATCH', `/Users/${id}`, replacing('title', 'Countess'));
    expect(patched).toMatchObject({ status: 200, body: { title: 'Countess', groups: [{ value: group.body.id, display: 'Patched' }] } });
    expect(patched.headers.get('etag')).toMatch(/^W\/"2-/);
    expect(patched.body).toEqual((await acme('GET', `/Users/${id}`)).body);
  });

  it('leaves the version when nothing differs', async () => {
    const id = idOf(await newUser({ title: 'Countess', [enterprise]: { manager: { value: 'nobody' } } }));
    const before = await acme('GET', `/Users/${id}`);
    expect((await acme('PATCH', `/Users/${id}`, replacing('title', 'Countess'))).body).toEqual(before.body);
  });

  it('loses nothing when twenty people change different attributes at once', async () => {
    const id = idOf(await newUser());
    const types = Array.from({ length: 20 }, (_, at) => `type-${at}`);
    const answers = await Promise.all(
      types.map((type) => acme('PATCH', `/Users/${id}`, replacing(`emails[type eq "${type}"].value`, `${type}@acme.com`))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const emails = (await acme('GET', `/Users/${id}`)).body.emails as { type: string }[];
    expect(emails.map(({ type }) => type).sort()).toEqual(types.sort());
  });

  it('lets exactly one of two through that name the same version', async () => {
    const id = idOf(await newUser());
    const answers = await Promise.all(
      ['one', 'two'].map((title) => acme('PATCH', `/Users/${id}`, replacing('title', title), { 'if-match': 'W/"1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('fails with 412 even when nothing would differ, if the version is another', async () => {
    const id = idOf(await newUser({ title: 'Countess' }));
    expect((await acme('PATCH', `/Users/${id}`, replacing('title', 'Countess'), { 'if-match': 'W/"9"' })).status).toBe(412);
  });
});

describe('DELETE /Users/{id}', () => {
  it('answers 204 without a body, then 404', async () => {
    const id = idOf(await newUser());
    expect((await acme('DELETE', `/Users/${id}`, undefined, { 'if-match': 'W/"2"' })).status).toBe(412);
    expect(await acme('DELETE', `/Users/${id}`, undefined, { 'if-match': 'W/"1"' })).toMatchObject({ status: 204, text: '' });
    expect((await acme('DELETE', `/Users/${id}`)).status).toBe(404);
    expect((await acme('GET', `/Users/${id}`)).status).toBe(404);
  });
});
