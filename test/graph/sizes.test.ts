import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
  await app.story.facts({ notes: 'STRING', more: 'LIST' });
});
afterAll(() => app.close());

const change = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { version } } }';
const texts = (count: number) => Array.from({ length: count }, (_, place) => ({ value: `${place}`.padEnd(30_000, 'x') }));

describe('a person', () => {
  it('has lists and extensions of at most 256 KiB together, whatever they have grown by', async () => {
    const { id } = await app.story.user('ada', { photos: texts(4) });
    await app.ask(change, { input: { id, roles: texts(4) } });
    await expect(app.ask(change, { input: { id, ims: texts(1) } })).rejects.toMatchObject({
      ...refused('LIMIT_EXCEEDED'),
      message: expect.stringContaining('256 KiB'),
    });
    await app.ask(change, { input: { id, roles: null, ims: texts(1) } });
    await expect(app.story.user('grace', { photos: texts(9) })).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
  });

  it('that is too large is refused over SCIM as too much', async () => {
    const { scim } = await app.story.connection();
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    const { status, body } = await scim.post('/Users', { schemas, userName: 'large', photos: texts(9) });
    expect([status, body.scimType]).toEqual([400, 'tooMany']);
    const kept = await scim.post('/Users', { schemas, userName: 'with a photo', photos: texts(1), x509Certificates: texts(1) });
    expect(kept.status).toBe(201);
  });
});

describe('a device', () => {
  const register = `mutation ($input: RegisterDevicesInput!) { registerDevices(input: $input) {
    results { outcome error { code message } } } }`;
  const batch = (facts: object) => ({
    input: { onError: 'SKIP_FAILED', devices: [{ serialNumber: 'A', facts }, { serialNumber: 'B' }] },
  });
  const list = (letter: string) => Array.from({ length: 200 }, () => letter.repeat(500));

  it('has facts of at most 256 KiB; a row with more is told so by itself', async () => {
    const definitions = Array.from({ length: 4 }, (_, place) => `list${place}`);
    await app.story.facts(Object.fromEntries(definitions.map((key) => [key, 'LIST'])));
    const large = Object.fromEntries(definitions.map((key) => [key, list('x')]));
    const { registerDevices } = await app.ask(register, batch(large));
    expect(registerDevices.results).toEqual([
      { outcome: 'FAILED', error: { code: 'LIMIT_EXCEEDED', message: expect.stringContaining('256 KiB') } },
      { outcome: 'CREATED', error: null },
    ]);
    await app.ask(register, batch({ list0: list('x'), list1: list('x') }));
    await expect(app.ask(register, batch({ list2: list('x') }))).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
  });
});
