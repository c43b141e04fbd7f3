import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';

const manual = '00000000-0000-7000-8000-000000000000';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const changesOf = (resourceId: string) =>
  database.db.change.findMany({
    where: { resourceId },
    orderBy: { id: 'asc' },
    select: { actor: true, operation: true, version: true, attributes: true, members: true, resourceType: true, connectionId: true },
  });
const lastChangeOf = async (id: string) => (await changesOf(id)).at(-1);

let serial = 0;
const createUser = (userName = `user${++serial}`) =>
  database.db.user.create({ data: { connectionId: manual, userName, updatedBy: 'ada' } });
const createGroup = (displayName = `group${++serial}`) =>
  database.db.group.create({ data: { connectionId: manual, displayName, updatedBy: 'ada' } });
/** The ids that a line of the log tells of members. */
const idsOf = (members: unknown, which: 'added' | 'removed') => (members as Record<string, string[]>)[which]?.toSorted();
const versionOf = async (id: string) => (await database.db.group.findUniqueOrThrow({ where: { id } })).version;

/** Adds users to groups in one statement. */
const addMembers = (actor: string, groupIds: string[], userIds: string[]) =>
  database.pool.query(
    `INSERT INTO memberships ("groupId", "userId") SELECT g, u FROM unnest($2::uuid[]) AS g, unnest($3::uuid[]) AS u
     WHERE (SELECT acting_as($1)) ON CONFLICT DO NOTHING`,
    [actor, groupIds, userIds],
  );
const removeMembers = (actor: string, groupId: string, userIds: string[]) =>
  database.pool.query(`DELETE FROM memberships WHERE (SELECT acting_as($1)) AND "groupId" = $2 AND "userId" = ANY($3::uuid[])`, [
    actor,
    groupId,
    userIds,
  ]);

describe('the version of a row', () => {
  it('stays with all that a write which changes nothing would have changed', async () => {
    const before = await createUser();
    const after = await database.db.user.update({
      where: { id: before.id },
      data: { userName: before.userName, version: { increment: 1 }, updatedAt: new Date(0), updatedBy: 'bob' },
    });
    expect(after).toEqual(before);
    expect(await changesOf(before.id)).toHaveLength(1);
  });

  it('grows by one with a change, whatever the writer says', async () => {
    const before = await createUser();
    const after = await database.db.user.update({ where: { id: before.id }, data: { title: 'Engineer', version: 40, updatedBy: 'bob' } });
    expect(after).toMatchObject({ version: 2, updatedBy: 'bob' });
    expect(after.updatedAt.getTime()).toBeGreaterThanOrEqual(before.updatedAt.getTime());
  });

  it('stays when a connection only counts what its provider does', async () => {
    const { id } = await database.db.connection.create({ data: { name: 'Acme', provider: 'OKTA', updatedBy: 'ada' } });
    const after = await database.db.connection.update({ where: { id }, data: { observed: { wordsAsBooleans: 1 } } });
    expect(after).toMatchObject({ version: 1, observed: { wordsAsBooleans: 1 } });
    expect(await changesOf(id)).toHaveLength(1);
  });
});

describe('the identity of a row', () => {
  it.each(['users', 'groups', 'devices'])('refuses that a row of %s moves to another connection', async (table) => {
    const other = await database.db.connection.create({ data: { name: 'Other', provider: 'OKTA', updatedBy: 'ada' } });
    const data = { connectionId: manual, updatedBy: 'ada' };
    const row = {
      users: () => createUser(),
      groups: () => createGroup(),
      devices: () => database.db.device.create({ data: { ...data, serialNumber: 'C03' } }),
    }[table];
    const { id } = (await row?.()) ?? { id: '' };
    await expect(database.pool.query(`UPDATE "${table}" SET "connectionId" = $1 WHERE id = $2`, [other.id, id])).rejects.toMatchObject({
      code: '23514',
      constraint: `${table}_identity`,
    });
  });

  it('refuses that a membership changes in place', async () => {
    const [group, ada, bob] = [await createGroup(), await createUser(), await createUser()];
    await addMembers('ada', [group.id], [ada.id]);
    await expect(database.pool.query('UPDATE memberships SET "userId" = $1 WHERE "userId" = $2', [bob.id, ada.id])).rejects.toMatchObject({
      constraint: 'memberships_identity',
    });
  });
});

describe('the change log', () => {
  it('tells who created a person, and with what', async () => {
    const user = await database.db.user.create({
      data: { connectionId: manual, userName: 'grace', title: 'Admiral', emails: [{ value: 'grace@acme.com' }], updatedBy: 'okta' },
    });
    expect(await changesOf(user.id)).toEqual([
      {
        actor: 'okta',
        operation: 'CREATED',
        version: 1,
        attributes: ['active', 'emails', 'title', 'userName'],
        members: null,
        resourceType: 'User',
        connectionId: manual,
      },
    ]);
  });

  it('tells which attributes changed', async () => {
    const { id } = await createUser();
    await database.db.user.update({ where: { id }, data: { title: 'Admiral', active: false, nickName: null, updatedBy: 'entra' } });
    expect(await lastChangeOf(id)).toMatchObject({ actor: 'entra', operation: 'UPDATED', version: 2, attributes: ['active', 'title'] });
  });

  it('tells who deleted a person when the statement says it', async () => {
    const { id } = await createUser();
    await database.pool.query('DELETE FROM users WHERE (SELECT acting_as($1)) AND id = $2', ['okta', id]);
    expect(await lastChangeOf(id)).toMatchObject({ actor: 'okta', operation: 'DELETED', version: 1, attributes: [] });
  });

  it('forgets the actor with the statement', async () => {
    await database.pool.query('SELECT acting_as($1)', ['okta']);
    const { id } = await createUser();
    await database.db.user.delete({ where: { id } });
    expect(await lastChangeOf(id)).toMatchObject({ actor: 'ada', operation: 'DELETED' });
  });

  it.each(['Connection', 'Device', 'Policy'])('tells what befalls a %s', async (resourceType) => {
    const { db } = database;
    const life = {
      Connection: async () => {
        const { id } = await db.connection.create({ data: { name: 'Acme', provider: 'OKTA', updatedBy: 'ada' } });
        await db.connection.update({ where: { id }, data: { name: 'Acme - Okta' } });
        return db.connection.delete({ where: { id } });
      },
      Device: async () => {
        const { id } = await db.device.create({ data: { name: 'Mac', serialNumber: 'C02', connectionId: manual, updatedBy: 'ada' } });
        await db.device.update({ where: { id }, data: { name: 'iMac', tags: [] } });
        return db.device.delete({ where: { id } });
      },
      Policy: async () => {
        const { id } = await db.policy.create({ data: { name: 'Wi-Fi', updatedBy: 'ada' } });
        await db.policy.update({ where: { id }, data: { name: 'VPN' } });
        return db.policy.delete({ where: { id } });
      },
    }[resourceType];
    const { id } = (await life?.()) ?? { id: '' };
    const told = await changesOf(id);
    expect(told.map(({ operation }) => operation)).toEqual(['CREATED', 'UPDATED', 'DELETED']);
    expect(told[1]).toMatchObject({ resourceType, version: 2, attributes: ['name'], actor: 'ada' });
  });
});

describe('members', () => {
  it('tells one change a group and statement, with the ids that joined', async () => {
    const [first, second, ada, bob] = [await createGroup(), await createGroup(), await createUser(), await createUser()];
    await addMembers('okta', [first.id, second.id], [ada.id, bob.id]);
    for (const { id } of [first, second]) {
      expect(await changesOf(id)).toHaveLength(2);
      const change = await lastChangeOf(id);
      expect(change).toMatchObject({ actor: 'okta', operation: 'UPDATED', version: 2, attributes: ['members'] });
      expect(idsOf(change?.members, 'added')).toEqual([ada.id, bob.id].toSorted());
      expect(await database.db.group.findUniqueOrThrow({ where: { id } })).toMatchObject({ version: 2, updatedBy: 'okta' });
    }
  });

  it('tells nothing when nobody new joins', async () => {
    const [group, ada] = [await createGroup(), await createUser()];
    await addMembers('okta', [group.id], [ada.id]);
    await addMembers('okta', [group.id], [ada.id]);
    await removeMembers('okta', group.id, [manual]);
    expect(await versionOf(group.id)).toBe(2);
    expect(await changesOf(group.id)).toHaveLength(2);
  });

  it('tells the ids that left, nested groups too', async () => {
    const [group, nested] = [await createGroup(), await createGroup()];
    await database.db.membership.create({ data: { groupId: group.id, memberGroupId: nested.id } });
    expect(await lastChangeOf(group.id)).toMatchObject({ members: { added: [nested.id] }, actor: 'unknown' });
    await database.pool.query('DELETE FROM memberships WHERE (SELECT acting_as($1)) AND "memberGroupId" = $2', ['ada', nested.id]);
    expect(await lastChangeOf(group.id)).toMatchObject({ members: { removed: [nested.id] }, version: 3, actor: 'ada' });
  });

  it('follow people who are deleted, one change a group', async () => {
    const [group, other] = [await createGroup(), await createGroup()];
    const people = await Promise.all(Array.from({ length: 20 }, () => createUser()));
    const ids = people.map(({ id }) => id);
    await addMembers('okta', [group.id, other.id], ids);
    await database.pool.query('DELETE FROM users WHERE (SELECT acting_as($1)) AND id = ANY($2::uuid[])', ['okta', ids.slice(0, 10)]);
    for (const { id } of [group, other]) {
      expect(await versionOf(id)).toBe(3);
      const change = await lastChangeOf(id);
      expect(change).toMatchObject({ actor: 'okta', version: 3, attributes: ['members'] });
      expect(idsOf(change?.members, 'removed')).toEqual(ids.slice(0, 10).toSorted());
    }
  });

  it('go with their group, of which the log tells only that it was deleted', async () => {
    const [group, ada] = [await createGroup(), await createUser()];
    await addMembers('okta', [group.id], [ada.id]);
    await database.db.group.delete({ where: { id: group.id } });
    expect((await changesOf(group.id)).map(({ operation }) => operation)).toEqual(['CREATED', 'UPDATED', 'DELETED']);
    expect(await database.db.membership.count({ where: { groupId: group.id } })).toBe(0);
  });

  it('are exactly one of a user and a group, and never the group itself', async () => {
    const [group, ada] = [await createGroup(), await createUser()];
    const add = (userId: string | null, memberGroupId: string | null) =>
      database.pool.query('INSERT INTO memberships ("groupId", "userId", "memberGroupId") VALUES ($1, $2, $3)', [
        group.id,
        userId,
        memberGroupId,
      ]);
    await expect(add(null, null)).rejects.toMatchObject({ constraint: 'memberships_member_check' });
    await expect(add(ada.id, group.id)).rejects.toMatchObject({ constraint: 'memberships_member_check' });
    await expect(add(null, group.id)).rejects.toMatchObject({ constraint: 'memberships_self_check' });
  });

  it('lose nothing when many join and leave at once', async () => {
    const [group, other] = [await createGroup(), await createGroup()];
    const people = await Promise.all(Array.from({ length: 40 }, () => createUser()));
    const [leaving, joining] = [people.slice(0, 20), people.slice(20)];
    await addMembers(
      'okta',
      [group.id, other.id],
      leaving.map(({ id }) => id),
    );
    await Promise.all([
      ...joining.map(({ id }, at) => addMembers('okta', at % 2 ? [group.id, other.id] : [other.id, group.id], [id])),
      ...leaving.map(({ id }) => database.pool.query('DELETE FROM users WHERE (SELECT acting_as($1)) AND id = $2', ['okta', id])),
    ]);
    expect(await database.db.membership.count({ where: { groupId: group.id } })).toBe(20);
    expect(await versionOf(group.id)).toBe(42);
    expect((await changesOf(group.id)).map(({ version }) => version)).toEqual(Array.from({ length: 42 }, (_, at) => at + 1));
  });
});

describe('names', () => {
  it('are unique in a connection without regard to case', async () => {
    await createUser('Jürgen@Acme.com');
    await expect(createUser('JÜRGEN@acme.COM')).rejects.toMatchObject({ code: 'P2002' });
    await createGroup('Vertrieb Ä');
    await expect(createGroup('VERTRIEB ä')).rejects.toMatchObject({ code: 'P2002' });
  });
});
