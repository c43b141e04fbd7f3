import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { countStatements, statementsDuring } from '#test/support/database.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const names = (people: { userName: string }[]) => people.map(({ userName }) => userName);
const chainOf = async (id: string) =>
  names((await app.ask('query ($id: ID!) { user(by: { id: $id }) { reportChain { userName } } }', { id })).user.reportChain);
const reportsOf = async (id: string, asked = '') => {
  const document = `query ($id: ID!) { user(by: { id: $id }) { directReports(first: 2${asked}) { totalCount nodes { userName } } } }`;
  return (await app.ask(document, { id })).user.directReports;
};

describe('User.reportChain and User.directReports', () => {
  it('name managers up and reports down, whether they are named by id or by externalId', async () => {
    const ceo = await app.story.user('ceo', { externalId: 'ceo-1' });
    const lead = await app.story.user('lead', { managerReference: 'ceo-1' });
    const dev = await app.story.user('dev', { managerReference: lead.id });
    expect(await chainOf(dev.id)).toEqual(['lead', 'ceo']);
    expect(await chainOf(ceo.id)).toEqual([]);
    expect(await reportsOf(ceo.id)).toEqual({ totalCount: 1, nodes: [{ userName: 'lead' }] });
    expect(await reportsOf(dev.id)).toEqual({ totalCount: 0, nodes: [] });
  });

  it('know an id in any case, and what is no id as it is sent', async () => {
    const boss = await app.story.user('boss in capitals', { externalId: 'AB3E6F00-1111-4222-8333-ABCDEFABCDEF' });
    const byId = await app.story.user('names the id', { managerReference: boss.id.toUpperCase() });
    const byExternalId = await app.story.user('names the externalId', { managerReference: 'AB3E6F00-1111-4222-8333-ABCDEFABCDEF' });
    for (const report of [byId, byExternalId]) expect(await chainOf(report.id)).toEqual(['boss in capitals']);
    expect((await reportsOf(boss.id)).totalCount).toBe(2);
  });

  it('page and filter the reports', async () => {
    const boss = await app.story.user('boss of three');
    for (const name of ['r1', 'r2', 'r3']) await app.story.user(name, { managerReference: boss.id, active: name !== 'r2' });
    expect(await reportsOf(boss.id)).toEqual({ totalCount: 3, nodes: [{ userName: 'r1' }, { userName: 'r2' }] });
    expect(await reportsOf(boss.id, ', where: { active: { eq: false } }')).toEqual({ totalCount: 1, nodes: [{ userName: 'r2' }] });
  });

  it('end where people manage each other, or themselves', async () => {
    const one = await app.story.user('one', { externalId: 'x-one', managerReference: 'x-two' });
    const two = await app.story.user('two', { externalId: 'x-two', managerReference: 'x-one' });
    const self = await app.story.user('self', { externalId: 'x-self', managerReference: 'x-self' });
    expect(await chainOf(one.id)).toEqual(['two']);
    expect(await chainOf(two.id)).toEqual(['one']);
    expect(await chainOf(self.id)).toEqual([]);
  });

  it('stay within the connection', async () => {
    const [acme, globex] = [await app.story.connection('OKTA', 'Acme'), await app.story.connection('OKTA', 'Globex')];
    const boss = await app.story.user('acme boss', { connectionId: acme.id, externalId: 'same-id' });
    const stranger = await app.story.user('globex dev', { connectionId: globex.id, managerReference: 'same-id' });
    expect(await chainOf(stranger.id)).toEqual([]);
    expect((await reportsOf(boss.id)).totalCount).toBe(0);
  });

  it('are read once for all who have them: the manager of many, and each chain', async () => {
    const boss = await app.story.user('boss of ten');
    for (let place = 0; place < 10; place += 1) await app.story.user(`one of ten ${place}`, { managerReference: boss.id });
    const document = `query ($id: ID!) { users(where: { reportsTo: { id: $id } }) { nodes {
      manager { reportChain { id } directReports(first: 1) { totalCount } } } } }`;
    const sent = await statementsDuring(app.database, () => app.ask(document, { id: boss.id }));
    const { users } = await app.ask(document, { id: boss.id });
    expect(users.nodes).toEqual(Array(10).fill({ manager: { reportChain: [], directReports: { totalCount: 10 } } }));
    const asked = sent.filter(({ values }) => values.some((value) => Array.isArray(value) && value.includes(boss.id)));
    expect(asked.length).toBeGreaterThan(0);
    for (const { values } of asked) expect(values.filter((value) => Array.isArray(value)).flat()).toEqual([boss.id]);
  });

  it('take as many statements for a page of people as for one', async () => {
    const document =
      'query ($first: Int!) { users(first: $first) { nodes { reportChain { id } directReports(first: 5) { nodes { id } } } } }';
    await app.ask('{ viewer { id } }');
    for (const first of [2, 12]) expect(await countStatements(app.database, () => app.ask(document, { first }))).toBeLessThanOrEqual(4);
  });
});
