import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp } from '#test/support/app.ts';
import { person, type ScimClient, scimClient } from '#test/support/scim.ts';

let app: Awaited<ReturnType<typeof startApp>>;
let clients: Record<'a connection' | 'an administrator', ScimClient>;
beforeAll(async () => {
  app = await startApp();
  const { scim, scimUrl } = await app.story.connection();
  clients = { 'a connection': scim, 'an administrator': scimClient(scimUrl, app.adminKey) };
});
afterAll(() => app.close());

describe('/Me (RFC 7644 §3.11)', () => {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
  const callers = ['a connection', 'an administrator'] as const;

  it.each(callers.flatMap((caller) => methods.map((method) => [method, caller] as const)))(
    'MAY be answered with 501, which says why, as nobody is a person here: %s by the credential of %s',
    async (method, caller) => {
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? person('me') : undefined;
      const answer = await clients[caller].send(method, '/Me', { body });
      expect(answer.status).toBe(501);
      expect(answer.headers.get('content-type')).toMatch(/^application\/scim\+json/);
      if (method === 'HEAD') return;
      expect(answer.body).toEqual({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '501',
        detail: expect.stringMatching(/a token belongs to a connection.*\/Users\/\{id\}/),
      });
    },
  );

  it('does not tell a stranger as much', async () => {
    const { id } = await app.story.connection('ENTRA_ID');
    const stranger = scimClient(`${app.url}/scim/v2/${id}`, 'wrong');
    expect((await stranger.get('/Me')).status).toBe(401);
  });
});
