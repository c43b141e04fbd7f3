import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';
import { groupIn, idAt, inBulk, pathOf, type Result, userIn } from './bulk.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let gateway: TestGateway;
let acme: Provider;
beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
});
afterAll(() => gateway.close());

const reporting = (bulkId: string, manager: string, more: object = {}) =>
  userIn(bulkId, { [enterprise]: { department: 'Engines', manager: { value: `bulkId:${manager}` } }, ...more });
const read = async (result: Result | undefined) => (await acme('GET', pathOf(result as Result))).body;
const managerOf = async (result: Result | undefined) => (await read(result))[enterprise]?.manager?.value;
const membersOf = async (result: Result | undefined) =>
  ((await read(result)).members ?? []).map(({ value }: { value: string }) => value).sort();
const idsOf = (...results: (Result | undefined)[]) => results.map((result) => idAt(result as Result)).sort();

describe('a circle of references (RFC 7644 §3.7.1)', () => {
  it("MUST be tried: two people are each other's manager", async () => {
    const { results } = await inBulk(acme, [reporting('ada', 'bob', { title: 'Countess' }), reporting('bob', 'ada')]);
    expect(results.map(({ status }) => status)).toEqual(['201', '201']);
    const [ada, bob] = results;
    expect([await managerOf(ada), await managerOf(bob)]).toEqual([idAt(bob as Result), idAt(ada as Result)]);
    expect(await read(ada)).toMatchObject({ title: 'Countess', [enterprise]: { department: 'Engines' }, meta: { version: ada?.version } });
  });

  it('is closed for three, backwards, and for one who names himself', async () => {
    const { results } = await inBulk(acme, [
      reporting('one', 'two'),
      reporting('two', 'three'),
      reporting('three', 'one'),
      reporting('self', 'self'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['201', '201', '201', '201']);
    const [one, two, three, self] = results;
    expect(await Promise.all(results.map(managerOf))).toEqual([two, three, one, self].map((result) => idAt(result as Result)));
  });

  it('is no hindrance to what names it', async () => {
    const { results } = await inBulk(acme, [
      { method: 'PATCH', path: '/Users/bulkId:eve', data: { Operations: [{ op: 'remove', path: `${enterprise}:manager` }] } },
      groupIn('round', 'bulkId:eve', 'bulkId:dan'),
      reporting('eve', 'dan'),
      reporting('dan', 'eve'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['200', '201', '201', '201']);
    const [, round, eve, dan] = results;
    expect(await membersOf(round)).toEqual(idsOf(eve, dan));
    expect([await managerOf(eve), await managerOf(dan)]).toEqual([undefined, idAt(eve as Result)]);
  });

  it('of two groups in each other MAY be answered with 409, which tells what was created and what it lacks', async () => {
    const { results } = await inBulk(acme, [groupIn('A', 'bulkId:B', 'bulkId:ann'), groupIn('B', 'bulkId:A'), userIn('ann')]);
    const [a, b, ann] = results;
    expect([b?.status, ann?.status]).toEqual(['201', '201']);
    expect(a).toMatchObject({ method: 'POST', bulkId: 'A', status: '409', response: { status: '409' } });
    expect((await read(a)).meta).toMatchObject({ version: a?.version, location: a?.location });
    expect(a?.response?.detail).toContain(`Group "${idAt(a as Result)}" was created, but without`);
    expect(a?.response?.detail).toContain('"members"');
    expect(await membersOf(a)).toEqual(idsOf(ann));
    expect(await membersOf(b)).toEqual(idsOf(a));
  });

  it('with someone who cannot be created leaves the others, and tells who lacks what', async () => {
    const { results } = await inBulk(acme, [reporting('kim', 'lou'), reporting('lou', 'kim', { userName: '' })]);
    const [kim, lou] = results;
    expect(lou).toMatchObject({ status: '400', response: { scimType: 'invalidValue' } });
    expect(kim?.status).toBe('409');
    expect(kim?.response?.detail).toContain('"lou"');
    expect(await managerOf(kim)).toBeUndefined();
  });

  it('that failOnErrors leaves open is told to be open', async () => {
    const { results } = await inBulk(
      acme,
      [reporting('max', 'nia'), { method: 'DELETE', path: '/Users/nobody' }, reporting('nia', 'max')],
      1,
    );
    expect(results.map(({ method, status }) => [method, status])).toEqual([
      ['POST', '409'],
      ['DELETE', '404'],
    ]);
    expect(results[0]?.response?.detail).toContain('failOnErrors');
    expect(await managerOf(results[0])).toBeUndefined();
  });

  it('with a name that nobody has is refused before anything of it is written', async () => {
    const { results } = await inBulk(acme, [
      groupIn('X', 'bulkId:Y'),
      { ...groupIn('Y', 'bulkId:X'), data: { displayName: 'Y', members: ['bulkId:X', 'bulkId:?'] } },
    ]);
    expect(results).toMatchObject([{ status: '409' }, { status: '400', response: { scimType: 'invalidValue' } }]);
    expect((await acme('GET', '/Groups?filter=displayName+eq+"Y"')).body.totalResults).toBe(0);
  });
});
