import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';

let gateway: TestGateway;
let acme: Provider;
let people: string[];

beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
  const created = await Promise.all(Array.from({ length: 30 }, (_, at) => acme('POST', '/Users', { userName: `person-${at}` })));
  people = created.map(({ body }) => String(body.id));
});
afterAll(() => gateway.close());

let groups = 0;
const groupOf = async (ids: string[]) => {
  groups += 1;
  const { body } = await acme('POST', '/Groups', { displayName: `group-${groups}`, members: ids.map((value) => ({ value })) });
  return String(body.id);
};
const membersOf = async (id: string) => {
  const { body } = await acme('GET', `/Groups/${id}?attributes=members`);
  return ((body.members ?? []) as { value: string }[]).map(({ value }) => value).sort();
};
const patch = (id: string, ...Operations: object[]) => acme('PATCH', `/Groups/${id}`, { Operations });
const sorted = (ids: string[]) => [...ids].sort();

describe('PATCH /Groups/{id}', () => {
  it('answers 204 with the new version, and the group only when attributes are asked for', async () => {
    const id = await groupOf([]);
    const added = await patch(id, { op: 'add', path: 'members', value: [{ value: people[0] }] });
    expect(added).toMatchObject({ status: 204, text: '' });
    expect(added.headers.get('etag')).toBe('W/"2"');
    const asked = await acme('PATCH', `/Groups/${id}?attributes=members`, { Operations: [] });
    expect(asked).toMatchObject({ status: 200, body: { id, members: [{ value: people[0], type: 'User' }] } });
  });

  it('removes by any filter, reading what it must', async () => {
    const id = await groupOf(people.slice(0, 3));
    expect((await patch(id, { op: 'remove', path: 'members[display eq "person-1" or display eq "person-9"]' })).status).toBe(204);
    expect(await membersOf(id)).toEqual(sorted([people[0], people[2]] as string[]));
  });

  it('keeps attributes of other schemas beside each other', async () => {
    const id = await groupOf([]);
    await patch(id, { op: 'add', path: 'urn:acme:Group:floor', value: '3' });
    await patch(id, { op: 'add', path: 'urn:acme:Group:wing', value: 'east' });
    expect((await acme('GET', `/Groups/${id}`)).body['urn:acme:Group']).toEqual({ floor: '3', wing: 'east' });
  });

  it('takes an id in either case', async () => {
    const [one, two] = people as [string, string];
    const id = await groupOf([one]);
    const add = { op: 'add', path: 'members', value: [{ value: two.toUpperCase() }, { value: one }] };
    expect((await patch(id, add, { op: 'remove', path: `members[value eq "${two}"]` })).status).toBe(204);
    expect(await membersOf(id)).toEqual([one]);
    const body = { displayName: `either-${id}`, members: [{ value: one }, { value: one.toUpperCase() }] };
    expect(await acme('PUT', `/Groups/${id}`, body)).toMatchObject({ status: 200, body: { members: [{ value: one }] } });
  });

  it('names the ids that are nobody', async () => {
    const nobody = '01900000-0000-7000-8000-000000000000';
    const id = await groupOf([people[0] as string]);
    const answer = await patch(id, { op: 'add', path: 'members', value: [{ value: people[1] }, { value: nobody }] });
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidValue', detail: expect.stringContaining(nobody) } });
    expect(await membersOf(id)).toEqual([people[0]]);
  });

  it('refuses to make a group a member of itself', async () => {
    const inner = await groupOf([]);
    const outer = await groupOf([inner]);
    expect(await patch(inner, { op: 'add', path: 'members', value: [{ value: outer }] })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    });
  });

  it('loses nothing when thirty people join and leave at once', async () => {
    const id = await groupOf(people.slice(0, 15));
    const answers = await Promise.all(
      people.map((value, at) =>
        at < 15
          ? patch(id, { op: 'remove', path: `members[value eq "${value}"]` })
          : patch(id, { op: 'add', path: 'members', value: [{ value }] }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await membersOf(id)).toEqual(sorted(people.slice(15)));
  });

  it('is 404 for a group that is not there, whatever the operations', async () => {
    for (const operations of [[], [{ op: 'add', path: 'urn:acme:Group:floor', value: '3' }], [{ op: 'remove', path: 'members' }]]) {
      expect((await patch('01900000-0000-7000-8000-000000000000', ...operations)).status).toBe(404);
    }
  });

  it('fails with 412 when If-Match names another version, with a read and without', async () => {
    const id = await groupOf(people.slice(0, 2));
    for (const path of [`members[value eq "${people[0]}"]`, 'members[display eq "person-0"]']) {
      const answer = await acme('PATCH', `/Groups/${id}`, { Operations: [{ op: 'remove', path }] }, { 'if-match': 'W/"9"' });
      expect(answer.status).toBe(412);
    }
    expect(await membersOf(id)).toHaveLength(2);
  });
});

describe('PUT /Groups/{id}', () => {
  it('sets name and members, and clears what is left out', async () => {
    const id = await groupOf(people.slice(0, 2));
    await acme('PATCH', `/Groups/${id}`, { Operations: [{ op: 'add', path: 'externalId', value: 'x' }] });
    const replaced = await acme('PUT', `/Groups/${id}`, { displayName: 'Renamed', members: [{ value: people[2] }, { value: people[2] }] });
    expect(replaced).toMatchObject({ status: 200, body: { displayName: 'Renamed', members: [{ value: people[2] }] } });
    expect(replaced.body).not.toHaveProperty('externalId');
  });
});

describe('GET /Groups', () => {
  it('does not show members that are excluded', async () => {
    const id = await groupOf(people.slice(0, 2));
    const { body } = await acme('GET', `/Groups?excludedAttributes=members&filter=id+eq+%22${id}%22`);
    expect(body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    expect((body.Resources as object[])[0]).not.toHaveProperty('members');
  });
});
