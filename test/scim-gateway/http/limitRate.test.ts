import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { person, type ScimAnswer, type ScimClient, scimClient } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

/** Ten requests in ten seconds; strangers have one. */
const scimRateLimit = 1;

let app: App;
let okta: ConnectionOfStory;
beforeEach(async () => {
  app = await startApp({ scimRateLimit });
  okta = await app.story.connection();
});
afterEach(() => app.close());

async function times(count: number, act: () => Promise<ScimAnswer>): Promise<number[]> {
  const statuses = [];
  for (let done = 0; done < count; done += 1) statuses.push((await act()).status);
  return statuses;
}

const all = (count: number, status: number) => Array.from({ length: count }, () => status);

const stranger = () => scimClient(okta.scimUrl, 'a-token-that-nobody-has');
const lookUp = (scim: ScimClient) => scim.get('/Users?count=1');

describe('the limit on requests', () => {
  it('refuses a connection what goes beyond it, as a SCIM error that says when to go on', async () => {
    expect(await times(10, () => lookUp(okta.scim))).toEqual(all(10, 200));
    const { status, headers, body } = await okta.scim.post('/Users', person('ada'));
    expect(status).toBe(429);
    expect(body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '429',
      detail: expect.stringMatching(/^Too many requests\. Wait \d+ seconds?, then go on more slowly\.$/),
    });
    expect(headers.get('retry-after')).toMatch(/^([1-9]|10)$/);
    expect(headers.get('ratelimit-policy')).toBe('"connection";q=10;w=10');
    expect(headers.get('ratelimit')).toMatch(/^"connection";r=0;t=\d+$/);
    expect((await app.ask('{ users { totalCount } }')).users.totalCount).toBe(0);
  });

  it('is told with every answer', async () => {
    expect((await lookUp(okta.scim)).headers.get('ratelimit')).toMatch(/^"connection";r=9;t=10$/);
    expect((await okta.scim.get('/nowhere')).headers.get('ratelimit')).toMatch(/^"connection";r=8;t=\d+$/);
    expect((await stranger().get('/Users')).headers.get('ratelimit')).toMatch(/^"address";r=0;t=10$/);
  });

  it('is of each connection, whatever credential asks and however its id is written', async () => {
    const other = await app.story.connection('ENTRA_ID', 'Other');
    const admin = scimClient(okta.scimUrl.replace(okta.id, okta.id.toUpperCase()), app.adminKey);
    await times(9, () => lookUp(okta.scim));
    expect(await times(2, () => lookUp(admin))).toEqual([200, 429]);
    expect(await times(2, () => lookUp(other.scim))).toEqual([200, 200]);
  });

  it('is of the address for those whose credential nobody knows, who take nothing from the connection', async () => {
    const tokens = ['', 'x', okta.token.slice(1), 'y', 'z'];
    const statuses = [];
    for (const token of tokens) statuses.push((await scimClient(okta.scimUrl, token).get('/Users')).status);
    expect(statuses).toEqual([401, 429, 429, 429, 429]);
    const { status, headers } = await scimClient(okta.scimUrl, '').send('GET', '/Users', { without: ['authorization'] });
    expect([status, headers.get('ratelimit-policy')]).toEqual([429, '"address";q=1;w=10']);
    // Neither one that has been served before nor one that is new is shut out by it.
    expect(await times(10, () => lookUp(okta.scim))).toEqual(all(10, 200));
  });

  it('counts the token of another connection as one that nobody knows', async () => {
    const other = await app.story.connection('ENTRA_ID', 'Other');
    const intruder = scimClient(okta.scimUrl, other.token);
    expect(await times(3, () => lookUp(intruder))).toEqual([401, 429, 429]);
    expect((await lookUp(okta.scim)).headers.get('ratelimit')).toMatch(/r=9/);
  });

  it('counts a credential that was ended as one that nobody knows', async () => {
    await lookUp(okta.scim);
    await app.ask('mutation ($id: ID!) { rotateConnectionToken(input: { id: $id }) { token } }', { id: okta.id });
    expect(await times(4, () => lookUp(okta.scim))).toEqual([401, 401, 429, 429]);
  });

  it('is over after ten seconds', async () => {
    expect(await times(11, () => lookUp(okta.scim))).toContain(429);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
    try {
      expect((await lookUp(okta.scim)).status).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });
});
