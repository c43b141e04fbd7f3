import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countStatements } from '#test/support/database.ts';
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

let made = 0;
const another = (what: string) => {
  made += 1;
  return `${what}-${made}`;
};
const newUser = async (more: object = {}) => (await acme('POST', '/Users', { userName: another('person'), ...more })).body;
const statuses = (results: readonly Result[]) => results.map(({ status }) => status);
const first = ([result]: readonly Result[]) => result as Result;

describe('POST /Bulk (RFC 7644 §3.7)', () => {
  it('MUST answer 200 with the result of each operation, in the order in which they were sent', async () => {
    const [kept, gone] = [await newUser({ nickName: 'x' }), await newUser()];
    const name = another('bulk');
    const { status, body, headers, results } = await inBulk(acme, [
      userIn(name),
      { method: 'PUT', path: `/Users/${kept.id}`, version: 'W/"1"', data: { userName: kept.userName, title: 'Countess' } },
      { method: 'PATCH', path: `/Users/${kept.id}`, version: 'W/"2"', data: { Operations: [{ op: 'add', path: 'nickName', value: 'y' }] } },
      { method: 'DELETE', path: `/Users/${gone.id}`, version: 'W/"1"' },
    ]);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/scim\+json/);
    const created = (await acme('GET', `/Users?filter=userName+eq+"${name}"`)).body.Resources[0];
    const { location } = (await acme('GET', `/Users/${kept.id}`)).body.meta;
    expect(body).toStrictEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
      Operations: [
        { method: 'POST', bulkId: name, version: created.meta.version, location: created.meta.location, status: '201' },
        { method: 'PUT', version: 'W/"2"', location, status: '200' },
        { method: 'PATCH', version: 'W/"3"', location, status: '200' },
        { method: 'DELETE', location: location.replace(kept.id, gone.id), status: '204' },
      ],
    });
    expect(results).toHaveLength(4);
    expect((await acme('GET', `/Users/${kept.id}`)).body).toMatchObject({ title: 'Countess', nickName: 'y' });
    expect((await acme('GET', `/Users/${gone.id}`)).status).toBe(404);
  });

  it('MUST go on after a failure, and MUST tell each as the same request alone would', async () => {
    const [taken, nobody] = [await newUser(), '01900000-0000-7000-8000-000000000000'];
    const { results } = await inBulk(acme, [
      userIn(another('twice'), { userName: taken.userName }),
      { method: 'PUT', path: `/Users/${nobody}`, data: { userName: another('x') } },
      { method: 'PATCH', path: `/Users/${taken.id}`, version: 'W/"7"', data: { Operations: [{ op: 'add', path: 'title', value: 'x' }] } },
      { method: 'PATCH', path: `/Users/${taken.id}`, data: { Operations: [{ op: 'replace', path: 'id', value: 'x' }] } },
      { method: 'DELETE', path: `/Groups/${nobody}` },
      { method: 'DELETE', path: `/Users/${taken.id}`, version: 'nonsense' },
      userIn(another('fine')),
    ]);
    expect(results.map(({ status, response }) => [status, response?.status, response?.scimType])).toEqual([
      ['409', '409', 'uniqueness'],
      ['404', '404', undefined],
      ['412', '412', undefined],
      ['400', '400', 'mutability'],
      ['404', '404', undefined],
      ['412', '412', undefined],
      ['201', undefined, undefined],
    ]);
    expect(results[0]).not.toHaveProperty('location');
    expect(results.slice(1).map(pathOf)).toEqual([
      `/Users/${nobody}`,
      `/Users/${taken.id}`,
      `/Users/${taken.id}`,
      `/Groups/${nobody}`,
      `/Users/${taken.id}`,
      pathOf(results[6] as Result),
    ]);
    const alone = await acme('DELETE', `/Groups/${nobody}`);
    expect(results[4]?.response).toEqual(alone.body);
    expect((await acme('GET', `/Users/${taken.id}`)).body.meta.version).toBe('W/"1"');
  });

  it('stops after as many errors as failOnErrors says, and tells only what was processed', async () => {
    const names = [another('stop'), another('stop'), another('stop'), another('stop')];
    const bad = { method: 'DELETE', path: '/Users/nobody' };
    const [one, two, three, four] = names.map((name) => userIn(name));
    const { status, results } = await inBulk(
      acme,
      [one, bad, two, bad, three, four].flatMap((each) => each ?? []),
      2,
    );
    expect(status).toBe(200);
    expect(statuses(results)).toEqual(['201', '404', '201', '404']);
    const there = await acme('GET', `/Users?filter=userName+sw+"stop-"`);
    expect(there.body.Resources.map(({ userName }: { userName: string }) => userName).sort()).toEqual(names.slice(0, 2).sort());
  });

  it('does nothing when there is nothing to do', async () => {
    expect(await inBulk(acme, [])).toMatchObject({ status: 200, results: [] });
  });

  it('takes the operations of a PATCH without the object around them, as the examples of §3.7.3 have them', async () => {
    const { id } = await newUser();
    const data = [{ op: 'add', path: 'title', value: 'Countess' }];
    expect(statuses((await inBulk(acme, [{ method: 'PATCH', path: `/Users/${id}`, data }])).results)).toEqual(['200']);
    expect((await acme('GET', `/Users/${id}`)).body.title).toBe('Countess');
  });

  it("serves each provider's habits as single requests do", async () => {
    const { id } = await newUser();
    const name = another('habit');
    const { results } = await inBulk(acme, [
      { method: 'PATCH', path: `Users/${id}/`, data: { Operations: [{ op: 'Replace', path: 'active', value: 'False' }] } },
      { method: 'post', path: '/groups', bulkId: name, data: { displayName: name, members: id } },
    ]);
    expect(statuses(results)).toEqual(['200', '201']);
    expect((await acme('GET', `/Users/${id}`)).body).toMatchObject({ active: false, groups: [{ display: name }] });
  });

  it('answers 204 to a PATCH of a group, as it would alone', async () => {
    const name = another('group');
    const { results } = await inBulk(acme, [
      groupIn(name),
      { method: 'PATCH', path: `/Groups/bulkId:${name}`, data: { Operations: [{ op: 'add', path: 'externalId', value: 'x' }] } },
    ]);
    expect(results[1]).toMatchObject({ status: '204', version: 'W/"2"', location: first(results).location });
  });

  it('costs no more statements than the same requests alone', async () => {
    const people = Array.from({ length: 10 }, () => userIn(another('cost')));
    const group = groupIn(another('costs'), ...people.map(({ bulkId }) => `bulkId:${bulkId}`));
    const alone = await countStatements(gateway.database, async () => {
      for (let times = 0; times < 10; times += 1) await newUser();
      await acme('POST', '/Groups', { displayName: another('alone'), members: [] });
    });
    const together = await countStatements(gateway.database, async () => {
      expect(new Set(statuses((await inBulk(acme, [group, ...people])).results))).toEqual(new Set(['201']));
    });
    // One more may ask who the caller is.
    expect(together).toBeLessThanOrEqual(alone + 1);
  });

  it('runs 1,000 operations', async () => {
    const name = another('thousand');
    const people = Array.from({ length: 999 }, (_, at) => userIn(`${name}-${at}`));
    const { results } = await inBulk(acme, [groupIn(name, ...people.map(({ bulkId }) => `bulkId:${bulkId}`)), ...people]);
    expect(new Set(statuses(results))).toEqual(new Set(['201']));
    expect((await acme('GET', pathOf(first(results)))).body.members).toHaveLength(999);
  }, 60_000);
});

describe('a reference by bulkId (RFC 7644 §3.7.2)', () => {
  it('MUST be replaced by the id, wherever the resource is created', async () => {
    const [ada, boss, engines] = [another('ada'), another('boss'), another('engines')];
    const { results } = await inBulk(acme, [
      {
        method: 'PATCH',
        path: `/Groups/bulkId:${engines}`,
        data: { Operations: [{ op: 'remove', path: `members[value eq "bulkId:${boss}"]` }] },
      },
      groupIn(engines, `bulkId:${ada}`, `bulkId:${boss}`),
      userIn(ada, { [enterprise]: { manager: { $ref: `../Users/bulkId:${boss}` } } }),
      {
        method: 'PUT',
        path: `/Users/bulkId:${ada}`,
        data: { userName: ada, title: 'Countess', [enterprise]: { manager: `bulkId:${boss}` } },
      },
      userIn(boss),
    ]);
    expect(statuses(results)).toEqual(['204', '201', '201', '200', '201']);
    const [, group, user, , manager] = results as [Result, Result, Result, Result, Result];
    expect((await acme('GET', pathOf(group))).body.members).toMatchObject([{ value: idAt(user) }]);
    expect((await acme('GET', pathOf(user))).body).toMatchObject({
      title: 'Countess',
      [enterprise]: { manager: { value: idAt(manager), $ref: manager.location } },
      groups: [{ value: idAt(group) }],
    });
  });

  it('is text within other text', async () => {
    const name = another('text');
    const { results } = await inBulk(acme, [userIn(name, { title: `see bulkId:${name}` })]);
    expect((await acme('GET', pathOf(first(results)))).body.title).toBe(`see bulkId:${name}`);
  });

  it('to what nobody creates is refused with 400 invalidValue, and nothing of its operation is written', async () => {
    const { id, userName } = await newUser();
    const name = another('lost');
    const { results } = await inBulk(acme, [
      groupIn(name, id, 'bulkId:nobody'),
      { method: 'DELETE', path: '/Users/bulkId:nobody' },
      { method: 'PUT', path: `/Users/${id}`, bulkId: 'replaced', data: { userName, title: 'lost' } },
      {
        method: 'PATCH',
        path: `/Users/${id}`,
        data: {
          Operations: [
            { op: 'add', path: 'title', value: 'x' },
            { op: 'add', path: 'manager', value: 'bulkId:replaced' },
          ],
        },
      },
    ]);
    const refused = { status: '400', response: { status: '400', scimType: 'invalidValue', detail: expect.stringContaining('bulkId') } };
    expect(results).toMatchObject([refused, refused, { status: '200', bulkId: 'replaced' }, refused]);
    expect((await acme('GET', `/Groups?filter=displayName+eq+"${name}"`)).body.totalResults).toBe(0);
    expect((await acme('GET', `/Users/${id}`)).body.title).toBe('lost');
  });

  it('is text where none can stand, and kept as it was sent', async () => {
    const more = {
      title: 'bulkId:nobody',
      nickName: 'bulkId:texts',
      emails: [{ value: 'bulkId:nobody' }],
      'urn:acme:User': { seat: 'bulkId:nobody' },
    };
    const { results } = await inBulk(acme, [userIn('texts', more)]);
    expect(results).toMatchObject([{ status: '201' }]);
    expect((await acme('GET', pathOf(results[0] as Result))).body).toMatchObject(more);
  });

  it('to what could not be created is refused with 409, and so on along the line', async () => {
    const { userName } = await newUser();
    const [failed, below, beyond] = [another('failed'), another('below'), another('beyond')];
    const { results } = await inBulk(acme, [
      userIn(failed, { userName }),
      groupIn(below, `bulkId:${failed}`),
      groupIn(beyond, `bulkId:${below}`),
      { method: 'DELETE', path: `/Groups/bulkId:${below}` },
      userIn(another('unharmed')),
    ]);
    expect(statuses(results)).toEqual(['409', '409', '409', '409', '201']);
    expect(results[1]?.response).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      detail: expect.stringContaining(`"${failed}"`),
    });
    expect((await acme('GET', `/Groups?filter=displayName+eq+"${below}"+or+displayName+eq+"${beyond}"`)).body.totalResults).toBe(0);
  });

  it('counts as an error of its own where it is refused', async () => {
    const { userName } = await newUser();
    const failed = another('failed');
    const { results } = await inBulk(
      acme,
      [groupIn(another('x'), `bulkId:${failed}`), userIn(failed, { userName }), userIn(another('y'))],
      2,
    );
    expect(statuses(results)).toEqual(['409', '409']);
  });
});

describe('bulkIds (RFC 7644 §3.7)', () => {
  it.each<[string, object[]]>([['a bulkId that is said twice', [userIn('same'), userIn('same', { userName: 'other' })]]])(
    'are REQUIRED to be unique: %s is refused before anything is written',
    async (_, operations) => {
      expect(await inBulk(acme, operations)).toMatchObject({
        status: 400,
        body: { status: '400', detail: expect.stringContaining('bulkId') },
      });
      expect((await acme('GET', '/Users?filter=userName+eq+"same"')).body.totalResults).toBe(0);
    },
  );
});

describe('/ServiceProviderConfig (RFC 7644 §3.7.4)', () => {
  it('MUST tell the limits, and a request beyond them MUST be answered with 413 and the limit', async () => {
    const { bulk } = (await acme('GET', '/ServiceProviderConfig')).body;
    expect(bulk).toEqual({ supported: true, maxOperations: 1000, maxPayloadSize: 5_242_880 });
    const many = Array.from({ length: bulk.maxOperations + 1 }, (_, at) => userIn(`excess-${at}`));
    expect(await inBulk(acme, many)).toMatchObject({
      status: 413,
      body: { status: '413', detail: expect.stringContaining('1000 operations') },
    });
    expect((await acme('GET', '/Users?filter=userName+sw+"excess-"')).body.totalResults).toBe(0);
    const large = JSON.stringify({ Operations: [], padding: 'x'.repeat(bulk.maxPayloadSize) });
    expect(await acme('POST', '/Bulk', large)).toMatchObject({
      status: 413,
      body: { status: '413', detail: expect.stringMatching(/5 MiB.+PATCHes/) },
    });
    const fitting = JSON.stringify({ Operations: [], padding: 'x'.repeat(bulk.maxPayloadSize - 40) });
    expect((await acme('POST', '/Bulk', fitting)).status).toBe(200);
  });
});

describe('an operation that cannot be read', () => {
  it('is refused in its place, with what names it, and counts for failOnErrors', async () => {
    const [before, lost, after] = [another('before'), another('lost'), another('after')];
    const operations = [userIn(before), { method: 'POST', bulkId: lost }, groupIn(another('naming'), `bulkId:${lost}`), userIn(after)];
    const { status, results } = await inBulk(acme, operations);
    expect(status).toBe(200);
    expect(statuses(results)).toEqual(['201', '400', '409', '201']);
    expect(results[1]).toMatchObject({ method: 'POST', bulkId: lost, response: { scimType: 'invalidSyntax' } });
    const ended = await inBulk(acme, [{ method: 'TRACE', path: '/Users' }, userIn(another('never'))], 1);
    expect(statuses(ended.results)).toEqual(['400']);
  });
});

describe('/Me', () => {
  it('MAY be answered with 501, as it is alone', async () => {
    const { results } = await inBulk(acme, [
      { method: 'PATCH', path: '/Me', data: [] },
      { ...userIn('me'), path: '/me' },
    ]);
    const alone = await acme('PATCH', '/Me', { Operations: [] });
    expect(alone.status).toBe(501);
    expect(results).toMatchObject([
      { status: '501', response: alone.body },
      { status: '501', response: alone.body },
    ]);
  });
});
