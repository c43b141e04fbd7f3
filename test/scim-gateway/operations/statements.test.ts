import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countStatements } from '#test/support/database.ts';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let gateway: TestGateway;
let acme: Provider;
let user: string;
let group: string;

beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
  await acme('POST', '/Users', { userName: 'boss', externalId: 'boss' });
  user = String((await acme('POST', '/Users', { userName: 'ada', [enterprise]: { manager: { value: 'boss' } } })).body.id);
  group = String((await acme('POST', '/Groups', { displayName: 'engines', members: [{ value: user }] })).body.id);
});
afterAll(() => gateway.close());

const patch = (op: string, path: string, value?: unknown) => ({ Operations: [{ op, path, value }] });

describe('the cost of a request', () => {
  it.each<[string, () => Parameters<Provider>]>([
    ['creating a user', () => ['POST', '/Users', { userName: 'grace', [enterprise]: { manager: { value: 'boss' } } }]],
    ['reading a user', () => ['GET', `/Users/${user}`]],
    ['looking a user up', () => ['GET', '/Users?filter=userName+eq+%22ada%22']],
    ['listing users', () => ['GET', '/Users']],
    ['replacing a user', () => ['PUT', `/Users/${user}`, { userName: 'ada', [enterprise]: { manager: { value: 'boss' } } }]],
    ['changing a user', () => ['PATCH', `/Users/${user}`, patch('replace', 'title', 'Countess')]],
    ['changing nothing of a user', () => ['PATCH', `/Users/${user}`, patch('replace', 'title', 'Countess')]],
    ['creating a group', () => ['POST', '/Groups', { displayName: 'compilers', members: [{ value: user }] }]],
    ['reading a group', () => ['GET', `/Groups/${group}`]],
    ['listing groups', () => ['GET', '/Groups']],
    ['replacing a group', () => ['PUT', `/Groups/${group}`, { displayName: 'engines', members: [{ value: user }] }]],
    ['removing a member', () => ['PATCH', `/Groups/${group}`, patch('remove', `members[value eq "${user}"]`)]],
    ['adding a member', () => ['PATCH', `/Groups/${group}`, patch('add', 'members', [{ value: user }])]],
    ['deleting a group', () => ['DELETE', `/Groups/${group}`]],
    ['deleting a user', () => ['DELETE', `/Users/${user}`]],
    ['listing devices', () => ['GET', '/Devices']],
    ['testing a connection', () => ['GET', '/ServiceProviderConfig']],
  ])('is three statements or fewer for %s', async (_what, request) => {
    // A credential is asked for once a second, whatever the requests; that statement is not counted.
    await acme('GET', '/ServiceProviderConfig');
    const statements = await countStatements(gateway.database, async () => {
      expect((await acme(...request())).status).toBeLessThan(300);
    });
    expect(statements).toBeLessThanOrEqual(3);
  });
});
