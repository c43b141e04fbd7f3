import { it } from 'vitest';
import { startApp } from '#test/support/app.ts';
import { crowd, gather } from '#test/support/crowd.ts';
import { startGatewayProcess } from '#test/support/server.ts';

const size = 100_000;
it('measures', { timeout: 600_000 }, async () => {
  const app = await startApp();
  const acme = await app.story.connection('OKTA');
  const ids = await crowd(app, acme.id, size + 10_000);
  const { id } = await app.story.group('Everyone', [], { connectionId: acme.id });
  await gather(app, id, ids.slice(0, size));
  await app.database.pool.query('VACUUM ANALYZE');
  const stream = async (base: string, path: string) => {
    const t = performance.now();
    const response = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${acme.token}` } });
    const reader = response.body!.getReader();
    let bytes = 0;
    let first = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (!first) first = performance.now() - t;
      if (done) break;
      bytes += value.length;
    }
    return `status ${response.status}, ${bytes} bytes, first ${Math.round(first)} ms, all ${Math.round(performance.now() - t)} ms`;
  };
  const time = async (what: string, act: () => Promise<{ status: number }>) => {
    const t = performance.now();
    const { status } = await act();
    console.log('>>', what, status, Math.round(performance.now() - t), 'ms');
  };
  for (let i = 0; i < 3; i++) console.log('>> get', await stream(acme.scimUrl, `/Groups/${id}`));
  console.log('>> get with names', await stream(acme.scimUrl, `/Groups/${id}?attributes=members`));
  console.log('>> list', await stream(acme.scimUrl, `/Groups?count=200`));
  const put = (some: string[]) =>
    acme.scim.put(`/Groups/${id}?excludedAttributes=members`, { displayName: 'Everyone', members: some.map((value) => ({ value })) });
  await time('put 100,000, 1,000 differ', () => put(ids.slice(1000, size + 1000)));
  await time('put 100,000, nothing differs', () => put(ids.slice(1000, size + 1000)));
  await time('put 10,000 for 100,000', () => put(ids.slice(0, 10_000)));
  await time('put 10,000, 100 differ', () => put(ids.slice(100, 10_100)));
  await time('patch one', () => acme.scim.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: [{ value: ids[50] }] }]));
  const gateway = await startGatewayProcess(app.url);
  console.log('>> remote', await stream(`${gateway.url}/scim/v2/${acme.id}`, `/Groups/${id}`));
  await time('back to 100,000', () => put(ids.slice(0, size)));
  console.log('>> remote', await stream(`${gateway.url}/scim/v2/${acme.id}`, `/Groups/${id}`));
  console.log('>> remote list', await stream(`${gateway.url}/scim/v2/${acme.id}`, `/Groups`));
  await gateway.stop();
  await app.close();
});
