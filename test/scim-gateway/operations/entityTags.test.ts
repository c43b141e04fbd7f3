import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScimAnswer } from '#test/support/scim.ts';
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
  return String((await acme('POST', '/Users', { userName: `person-${people}`, ...attributes })).body.id);
};
const newGroup = async (...members: string[]) => {
  people += 1;
  return String((await acme('POST', '/Groups', { displayName: `group-${people}`, members: members.map((value) => ({ value })) })).body.id);
};
const replacing = (path: string, value: unknown) => ({ Operations: [{ op: 'replace', path, value }] });

/** The entity tag of an answer, in its header and its body alike. */
const tagAt = async (path: string) => {
  const { headers, body } = await acme('GET', path);
  const tag = headers.get('etag');
  expect(body).toMatchObject({ meta: { version: tag } });
  return String(tag);
};
const statusFor = async (path: string, tag: string) => (await acme('GET', path, undefined, { 'if-none-match': tag })).status;

describe('the entity tag', () => {
  it.each<[string, () => Promise<{ path: string; happens: () => Promise<unknown> }>]>([
    [
      'the user joins a group',
      async () => {
        const id = await newUser();
        return { path: `/Users/${id}`, happens: () => newGroup(id) };
      },
    ],
    [
      'a group of the user is renamed',
      async () => {
        const id = await newUser();
        const group = await newGroup(id);
        return { path: `/Users/${id}`, happens: () => acme('PATCH', `/Groups/${group}`, replacing('displayName', `renamed-${group}`)) };
      },
    ],
    [
      'the manager becomes known',
      async () => {
        const id = await newUser({ [enterprise]: { manager: { value: 'boss' } } });
        return { path: `/Users/${id}`, happens: () => newUser({ externalId: 'boss' }) };
      },
    ],
    [
      'a member of the group is renamed, whose name is shown',
      async () => {
        const id = await newUser();
        const path = `/Groups/${await newGroup(id)}?attributes=members,meta`;
        return { path, happens: () => acme('PATCH', `/Users/${id}`, replacing('displayName', 'Renamed')) };
      },
    ],
  ])('changes when %s, though the version does not', async (_, arrange) => {
    const { path, happens } = await arrange();
    const before = await tagAt(path);
    expect(await statusFor(path, before)).toBe(304);
    await happens();
    const after = await tagAt(path);
    expect(after).not.toBe(before);
    expect(after.split(/[-"]/)[1]).toBe(before.split(/[-"]/)[1]);
    expect(await statusFor(path, before)).toBe(200);
    expect(await statusFor(path, after)).toBe(304);
  });

  it('is the version alone where nothing of others is shown', async () => {
    const id = await newUser();
    await newGroup(id);
    expect((await acme('GET', `/Users/${id}?excludedAttributes=groups`)).headers.get('etag')).toBe('W/"1"');
    expect((await acme('GET', `/Users/${id}?attributes=userName`)).headers.get('etag')).toBe('W/"1"');
  });

  it('is the same in a list, and in the answer to a write', async () => {
    const boss = await newUser();
    const created = await acme('POST', '/Users', { userName: 'of-boss', [enterprise]: { manager: { value: boss } } });
    const path = `/Users/${created.body.id}`;
    expect(created.headers.get('etag')).toBe(await tagAt(path));
    const group = await acme('POST', '/Groups', { displayName: 'of-boss', members: [{ value: boss }] });
    expect(group.headers.get('etag')).toBe(await tagAt(`/Groups/${group.body.id}`));
    expect((await acme('PUT', `/Groups/${group.body.id}`, group.body)).body).toEqual(group.body);
    const { body } = await acme('GET', '/Users?filter=userName+eq+%22of-boss%22');
    expect(body.Resources).toMatchObject([{ meta: { version: await tagAt(path) } }]);
  });
});

/** The entity tag that an answer tells, of the one operation of a bulk request or of the resource, everywhere where it tells it. */
const tagIn = ({ headers, body }: ScimAnswer): string => {
  const tag = String(body?.Operations?.[0].version ?? headers.get('etag'));
  expect(body?.meta?.version ?? tag).toBe(tag);
  return tag;
};

/** Several at a time, so that others write between the change and the reading of what is answered. */
describe('the entity tag in the answer to a change of a group that does not show all of it', () => {
  const alone = (method: string, path: string, data: object) => acme('POST', '/Bulk', { Operations: [{ method, path, data }] });
  const named = (members: readonly string[]) => {
    people += 1;
    return { displayName: `renamed-${people}`, members: members.map((value) => ({ value })) };
  };
  const joining = (value: string) => ({ Operations: [{ op: 'add', path: 'members', value: [{ value }] }] });

  it.each<[string, (path: string, member: string) => Promise<ScimAnswer>]>([
    ['PUT without the members', (path, member) => acme('PUT', `${path}?excludedAttributes=members`, named([member]))],
    ['PUT without the externalId', (path, member) => acme('PUT', `${path}?excludedAttributes=externalId`, named([member]))],
    ['PUT in Bulk', (path, member) => alone('PUT', path, named([member]))],
    ['PATCH', (path, member) => acme('PATCH', path, joining(member))],
    ['PATCH with the name', (path, member) => acme('PATCH', `${path}?attributes=displayName,meta`, joining(member))],
    ['PATCH in Bulk', (path, member) => alone('PATCH', path, joining(member))],
  ])('is of that change, and not of one that others have made since: %s', async (_, change) => {
    const members = await Promise.all(Array.from({ length: 12 }, () => newUser()));
    const path = `/Groups/${await newGroup()}`;
    const tags = (await Promise.all(members.map((member) => change(path, member)))).map(tagIn);
    // No two changes have made one version.
    expect(new Set(tags).size, tags.join()).toBe(members.length);
  });
});

describe('If-Match', () => {
  it('reads the version alone', async () => {
    const id = await newUser();
    const path = `/Groups/${await newGroup(id)}`;
    const tag = await tagAt(path);
    await acme('PATCH', `/Users/${id}`, replacing('displayName', 'Renamed'));
    const headers = { 'if-match': tag };
    const renamed = { displayName: `another-${id}`, members: [{ value: id }] };
    expect(await acme('PATCH', path, replacing('externalId', 'x'), headers)).toMatchObject({ status: 204 });
    expect((await acme('PUT', path, renamed, headers)).status).toBe(412);
    expect((await acme('PUT', path, renamed, { 'if-match': await tagAt(path) })).status).toBe(200);
    expect((await acme('DELETE', path, undefined, { 'if-match': await tagAt(path) })).status).toBe(204);
  });

  it('goes on when one of several is the version', async () => {
    const id = await newUser();
    const patch = (title: string, ifMatch: string) => acme('PATCH', `/Users/${id}`, replacing('title', title), { 'if-match': ifMatch });
    expect((await patch('one', 'W/"77", W/"1"')).status).toBe(200);
    expect((await patch('two', 'W/"77", W/"1"')).status).toBe(412);
    expect((await patch('three', 'W/"77", "of another server", W/"2"')).status).toBe(200);
    expect((await acme('DELETE', `/Users/${id}`, undefined, { 'if-match': 'W/"77", W/"3-abc"' })).status).toBe(204);
    expect((await acme('PATCH', `/Users/${id}`, replacing('title', 'x'), { 'if-match': 'W/"77", W/"3"' })).status).toBe(404);
  });
});
