import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused, type Variables } from '#test/support/graph.ts';

let app: App;
let connectionId: string;
let group: string;
beforeAll(async () => {
  app = await startApp();
  connectionId = (await app.story.connection()).id;
  group = (await app.story.group('Pilots', [], { connectionId })).id;
  await app.story.facts({ diskFreeGb: 'NUMBER' });
  await app.ask(
    'mutation { createAttributeDefinition(input: { key: "badge", schema: "urn:acme:2.0:User", name: "badge", type: NUMBER }) { attributeDefinition { id } } }',
  );
});
afterAll(() => app.close());

const create = async (input: Variables): Promise<string> => (await app.story.policy('Policy', input)).id;

const update = (id: string, input: object) =>
  app.ask('mutation ($input: UpdatePolicyInput!) { updatePolicy(input: $input) { policy { id } } }', { input: { id, ...input } });

const refusedAt = (path: string) => ({
  ...refused('INVALID_CONDITION'),
  message: expect.stringMatching(new RegExp(`^${path.replace(/[.[\]]/g, '\\$&')} `)),
});

const nobody = '01900000-0000-7000-8000-000000000000';

/** So many levels of not. */
const nested = (levels: number, innermost: object): object =>
  Array.from({ length: levels }).reduce((inner: object) => ({ not: inner }), innermost);
const wide = (count: number) => ({ or: Array.from({ length: count }, (_, at) => ({ title: { eq: `${at}` } })) });

describe('a condition that is saved', () => {
  it.each<[what: string, path: string, input: () => Variables]>([
    ['is too deep', `users${'.not'.repeat(10)}`, () => ({ users: nested(10, { title: { eq: 'a' } }) })],
    ['is too wide', 'devices', () => ({ devices: { assignedUser: wide(200) } })],
    [
      'has a list of more than 1,000 values',
      'users.or[1].department.in',
      () => ({
        users: { or: [{}, { department: { in: Array.from({ length: 1001 }, String) } }] },
      }),
    ],
    ['takes more than 16 KiB', 'users', () => ({ users: { department: { in: Array.from({ length: 900 }, () => 'x'.repeat(20)) } } })],
    ['names an unknown attribute', 'users.attribute.key', () => ({ users: { attribute: { key: 'nope', string: { eq: 'a' } } } })],
    [
      'names an attribute as another type',
      'users.not.attribute.string',
      () => ({
        users: { not: { attribute: { key: 'badge', string: { eq: 'a' } } } },
      }),
    ],
    ['names an unknown fact', 'devices.and[0].facts.key', () => ({ devices: { and: [{ facts: { key: 'nope', exists: true } }] } })],
    ['names a fact as another type', 'devices.facts.version', () => ({ devices: { facts: { key: 'diskFreeGb', version: { gt: '1' } } } })],
    ['names an unknown policy', 'users.inPolicies.ids[0]', () => ({ users: { inPolicies: { ids: [nobody] } } })],
    ['names what is no policy', 'devices.inPolicies.ids[0]', () => ({ devices: { inPolicies: { ids: [group] } } })],
    ['names an unknown group', 'users.memberOf.ids[1]', () => ({ users: { memberOf: { ids: [group, nobody] } } })],
    [
      'names no group',
      'devices.assignedUser.notMemberOf.ids[0]',
      () => ({
        devices: { assignedUser: { notMemberOf: { ids: ['Pilots'] } } },
      }),
    ],
    ['names an unknown person', 'users.id.eq', () => ({ users: { id: { eq: nobody } } })],
    ['names an unknown manager', 'users.manager.id.in[0]', () => ({ users: { manager: { id: { in: [nobody] } } } })],
    ['names an unknown head of a chain', 'users.reportsTo.id', () => ({ users: { reportsTo: { id: nobody } } })],
    ['names an unknown device', 'users.devices.none.id.notIn[0]', () => ({ users: { devices: { none: { id: { notIn: [nobody] } } } } })],
    ['names an unknown owner', 'devices.or[0].assignedUserId.ne', () => ({ devices: { or: [{ assignedUserId: { ne: nobody } }] } })],
    ['names an unknown connection', 'users.connection.eq', () => ({ users: { connection: { eq: nobody } } })],
    ['takes a group for a person', 'users.id.eq', () => ({ users: { id: { eq: group } } })],
    ['compares with nothing', 'users.department', () => ({ users: { department: {} } })],
    ['has a NUL', 'users.department.eq', () => ({ users: { department: { eq: 'a\0' } } })],
  ])('is refused with the path of the node when it %s', async (_, path, input) => {
    const id = await create({});
    const count = await app.database.db.policy.count();
    await expect(create(input())).rejects.toMatchObject(refusedAt(path));
    await expect(update(id, input())).rejects.toMatchObject(refusedAt(path));
    expect(await app.database.db.policy.count()).toBe(count);
    expect(await app.database.db.policy.findUnique({ where: { id } })).toMatchObject({ users: null, devices: null, version: 1 });
  });

  it('is read though the policy is disabled', async () => {
    await expect(create({ enabled: false, users: { memberOf: { ids: [nobody] } } })).rejects.toMatchObject(
      refusedAt('users.memberOf.ids[0]'),
    );
  });

  it('may be as large as the limits say', async () => {
    await create({ users: wide(199), devices: nested(9, { name: { in: Array.from({ length: 1000 }, String) } }) });
  });

  it('names ids in any case', async () => {
    const { id } = await app.story.policy('Upper case', { users: { memberOf: { ids: [group.toUpperCase()] } } });
    await create({ users: { inPolicies: { ids: [id.toUpperCase()] } } });
  });

  it('of a policy of one connection names only what is of it, or of all', async () => {
    const other = (await app.story.connection('GOOGLE')).id;
    const [theirs, ours] = [await create({ connectionId: other }), await create({ connectionId })];
    const stranger = (await app.story.user('stranger', { connectionId: other })).id;
    await expect(create({ connectionId: other, users: { memberOf: { ids: [group] } } })).rejects.toMatchObject(
      refusedAt('users.memberOf.ids[0]'),
    );
    await expect(create({ connectionId, devices: { inPolicies: { ids: [theirs] } } })).rejects.toMatchObject(
      refusedAt('devices.inPolicies.ids[0]'),
    );
    await expect(create({ connectionId, users: { connection: { ne: other } } })).rejects.toMatchObject(refusedAt('users.connection.ne'));
    await expect(create({ connectionId, include: [stranger] })).rejects.toMatchObject(refused('NOT_FOUND'));
    await create({ users: { memberOf: { ids: [group] }, inPolicies: { ids: [theirs, ours] } }, exclude: [stranger] });
    await create({ connectionId, users: { memberOf: { ids: [group] }, inPolicies: { ids: [ours, await create({})] } } });
  });
});

describe('policies that name each other', () => {
  const naming = (...ids: string[]) => ({ inPolicies: { ids } });

  it.each(['users', 'devices'])('may not ask for their own members by %s', async (column) => {
    const first = await create({});
    const second = await create({ users: naming(first) });
    const third = await create({ devices: { or: [naming(second)] } });
    const path = `${column}.or[1].inPolicies.ids`;
    const circular = (...ids: string[]) => ({ [column]: { or: [{}, naming(...ids)] } });
    await expect(update(first, circular(first))).rejects.toMatchObject(refusedAt(`${path}[0]`));
    await expect(update(first, circular(third))).rejects.toMatchObject(refusedAt(`${path}[0]`));
    await expect(update(second, circular(first, third))).rejects.toMatchObject(refusedAt(`${path}[1]`));
    await update(third, circular(first, second));
  });

  it('may not, even when two requests make it so at once', async () => {
    for (let pair = 0; pair < 5; pair += 1) {
      const [one, other] = [await create({}), await create({})];
      const answers = await Promise.allSettled([update(one, { users: naming(other) }), update(other, { devices: naming(one) })]);
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refused('INVALID_CONDITION') });
    }
  });

  it('are refused what would make one of them too large, whoever of them is changed', async () => {
    const many = { or: Array.from({ length: 150 }, (_, at) => ({ title: { eq: `${at}` } })) };
    const small = await create({ name: 'small', users: { title: { eq: 'a' } } });
    const large = await Promise.all(Array.from({ length: 6 }, () => create({ users: many })));
    const { id: sum } = await app.story.policy('The sum', { users: naming(small, ...large) });
    await expect(create({ users: naming(sum, ...large.slice(1)) })).rejects.toMatchObject({
      message: expect.stringMatching(/^users has \d+ nodes with/),
    });
    await expect(update(small, { users: many })).rejects.toMatchObject({
      ...refused('INVALID_CONDITION'),
      message: expect.stringMatching(/^users would leave the policy "The sum", which names this one,/),
    });
    await update(small, { enabled: false });
    await update(small, { users: many });
    await expect(update(small, { enabled: true })).rejects.toMatchObject({ message: expect.stringMatching(/^enabled would leave/) });
    await update(small, { enabled: true, users: null });
  });
});

describe('a condition as text', () => {
  const text = `department eq "Sales" and not (title co "intern")`;
  const where = { department: { eq: 'Sales' }, not: { title: { contains: 'intern' } } };

  it('is read as the where that it means, and shown in both forms', async () => {
    const id = await create({ usersText: text, devices: { platform: { eq: 'macOS' } } });
    const { policy } = await app.ask(
      'query ($id: ID!) { policy(id: $id) { userCondition { where text sentence } deviceCondition { where text } } }',
      { id },
    );
    expect(policy).toEqual({
      userCondition: { where, text, sentence: 'department is Sales and not (title contains intern)' },
      deviceCondition: { where: { platform: { eq: 'macOS' } }, text: 'platform eq "macOS"' },
    });
    await update(id, { usersText: policy.deviceCondition.text.replace('platform', 'title'), devicesText: 'tags eq "lent"' });
    expect(await app.database.db.policy.findUnique({ where: { id } })).toMatchObject({
      users: { title: { eq: 'macOS' } },
      devices: { tags: { any: { eq: 'lent' } } },
    });
  });

  it.each<[what: string, input: Variables, message: RegExp]>([
    ['cannot be read', { usersText: 'department eq' }, /^usersText/],
    ['names what is unknown', { devicesText: 'facts.nope eq "a"' }, /^devicesText/],
    ['names a policy that is not there', { usersText: `inPolicies eq "${nobody}"` }, /^usersText/],
    ['names a group that is not there', { usersText: `memberOf eq "${nobody}"` }, /^users\.memberOf\.ids\[0\]/],
  ])('is refused when it %s', async (_, input, message) => {
    await expect(create(input)).rejects.toMatchObject({ ...refused('INVALID_CONDITION'), message: expect.stringMatching(message) });
  });
});

describe('what is shown of a condition', () => {
  const shown = async (id: string) =>
    (
      await app.ask(
        'query ($id: ID!) { policy(id: $id) { conditionText broken userCondition { where sentence } deviceCondition { where sentence } } }',
        { id },
      )
    ).policy;

  it('is the where as it was given, and a sentence with the names of what it names', async () => {
    const where = { memberOf: { ids: [group], match: 'ANY', transitive: true }, department: { in: ['Sales', 'Support'] } };
    expect(await shown(await create({ users: where, devices: {} }))).toMatchObject({
      broken: null,
      userCondition: { where, sentence: 'is a member of "Pilots" and department is one of Sales, Support' },
      deviceCondition: { where: {}, sentence: 'anything' },
    });
  });

  it.each<[sentence: string, input: () => Variables]>([
    ['For nobody but those who are included by hand.', () => ({})],
    ['For people for whom (department is Sales) and their devices.', () => ({ users: { department: { eq: 'Sales' } } })],
    ['For devices for which (platform is macOS).', () => ({ devices: { platform: { eq: 'macOS' } } })],
    [
      'For people for whom (department is Sales) and those of their devices for which (platform is macOS).',
      () => ({ users: { department: { eq: 'Sales' } }, devices: { platform: { eq: 'macOS' } } }),
    ],
    ['For all people and their devices in "Acme - OKTA".', () => ({ users: {}, connectionId })],
    ['Disabled, and so for nobody. For all devices.', () => ({ devices: {}, enabled: false })],
    ['For people for whom (is a member of "Pilots") and their devices.', () => ({ users: { memberOf: { ids: [group] } } })],
  ])('is told of the whole policy: %s', async (sentence, input) => {
    expect(await shown(await create(input()))).toMatchObject({ conditionText: sentence });
  });

  it('tells how many are listed by hand', async () => {
    const person = async (name: string) => (await app.story.user(name, { connectionId })).id;
    const device = await app.story.device('C7', { connectionId });
    const include = [await person('ada'), await person('bob'), device.id];
    expect(await shown(await create({ include, exclude: [await person('cy')] }))).toMatchObject({
      conditionText:
        'For nobody but those who are included by hand; 2 people and 1 device are included by hand; 1 person is excluded by hand.',
    });
  });
});
