import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';

let gateway: TestGateway;
let acme: Provider;
beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
});
afterAll(() => gateway.close());

let made = 0;

/** A resource at version 2, and the writes that it can be the target of. */
async function changed(endpoint: string) {
  made += 1;
  const naming = endpoint === '/Users' ? { userName: `person-${made}` } : { displayName: `group-${made}` };
  const { body } = await acme('POST', endpoint, naming);
  const path = `${endpoint}/${body.id}`;
  await acme('PATCH', path, { Operations: [{ op: 'replace', path: 'externalId', value: `first-${made}` }] });
  const writes: Record<string, (headers: Record<string, string>) => ReturnType<Provider>> = {
    PUT: (headers) => acme('PUT', path, { ...naming, externalId: `put-${made}` }, headers),
    PATCH: (headers) => acme('PATCH', path, { Operations: [{ op: 'replace', path: 'externalId', value: `patched-${made}` }] }, headers),
    DELETE: (headers) => acme('DELETE', path, undefined, headers),
  };
  return { path, writes, tag: String((await acme('GET', path)).headers.get('etag')) };
}

const methods = ['/Users', '/Groups'].flatMap((endpoint) => ['PUT', 'PATCH', 'DELETE'].map((method) => [method, endpoint] as const));

describe.each(methods)('%s of one of %s', (method, endpoint) => {
  it.each([
    ['*', '*'],
    ['its tag', 'W/"2"'],
    ['its tag, as a strong one', '"2"'],
    ['its tag among others', 'W/"1", W/"2"'],
    ['its tag with a mark of what it shows of others', 'W/"2-0a1b2c3d4e5f"'],
  ])('MUST NOT be done when If-None-Match is %s (RFC 9110 §13.1.2)', async (_, tags) => {
    const { path, writes, tag } = await changed(endpoint);
    expect(await writes[method]?.({ 'if-none-match': tags })).toMatchObject({ status: 412, body: { status: '412' } });
    const after = await acme('GET', path);
    expect(after.headers.get('etag')).toBe(tag);
    expect(after.body.externalId).toMatch(/^first/);
  });

  it.each(['W/"1"', 'W/"3"', '"of another server"', 'W/"1", W/"7"'])('is done when If-None-Match is %s, which it is not', async (tags) => {
    const { writes } = await changed(endpoint);
    expect((await writes[method]?.({ 'if-none-match': tags }))?.status).toBeLessThan(300);
  });

  it('MUST be judged by If-Match first, and then by If-None-Match (RFC 9110 §13.2.2)', async () => {
    const { writes } = await changed(endpoint);
    for (const [ifMatch, ifNoneMatch] of [
      ['W/"2"', 'W/"2"'],
      ['*', '*'],
      ['W/"1"', 'W/"1"'],
      ['"x"', 'W/"1"'],
    ] as const)
      expect((await writes[method]?.({ 'if-match': ifMatch, 'if-none-match': ifNoneMatch }))?.status).toBe(412);
    expect((await writes[method]?.({ 'if-match': 'W/"2"', 'if-none-match': 'W/"1"' }))?.status).toBeLessThan(300);
  });

  it('MUST NOT be done when If-Match names what it is not (RFC 9110 §13.1.1)', async () => {
    const { path, writes, tag } = await changed(endpoint);
    for (const tags of ['W/"1"', '"of another server"', 'W/"1", W/"3"', 'nonsense', ''])
      expect((await writes[method]?.({ 'if-match': tags }))?.status).toBe(412);
    expect((await acme('GET', path)).headers.get('etag')).toBe(tag);
  });

  it('MUST be 404 for what is not there, whatever is asked of its version (RFC 9110 §13.2.1)', async () => {
    const { path, writes } = await changed(endpoint);
    await acme('DELETE', path);
    for (const header of ['if-match', 'if-none-match'])
      for (const tags of ['*', 'W/"2"', '"of another server"', 'W/"1", W/"2"'])
        expect((await writes[method]?.({ [header]: tags }))?.status).toBe(404);
  });
});

describe.each(['/Users', '/Groups'])('GET of one of %s', (endpoint) => {
  it('MUST be 412 when If-Match names what it is not (RFC 9110 §13.1.1)', async () => {
    const { path } = await changed(endpoint);
    for (const tags of ['W/"1"', '"of another server"'])
      expect((await acme('GET', path, undefined, { 'if-match': tags })).status).toBe(412);
    for (const tags of ['*', 'W/"2"', 'W/"1", W/"2"']) expect((await acme('GET', path, undefined, { 'if-match': tags })).status).toBe(200);
  });

  it('MUST be 304 without a body when If-None-Match names it (RFC 9110 §13.1.2)', async () => {
    const { path, tag } = await changed(endpoint);
    for (const tags of ['*', tag, tag.replace('W/', ''), `"x", ${tag}`]) {
      const answer = await acme('GET', path, undefined, { 'if-none-match': tags });
      expect(answer).toMatchObject({ status: 304, text: '' });
      expect(answer.headers.get('etag')).toBe(tag);
    }
    expect((await acme('GET', path, undefined, { 'if-none-match': 'W/"1"' })).status).toBe(200);
  });
});

describe.each([
  ['/Users', 'userName'],
  ['/Groups', 'displayName'],
])('POST to %s', (endpoint, naming) => {
  it.each([
    ['if-match', 'W/"1"', 412],
    ['if-match', '"of another server"', 412],
    ['if-none-match', '*', 412],
    ['if-match', '*', 201],
    ['if-none-match', 'W/"1"', 201],
  ])('takes the collection for what it is: there, without an entity tag (RFC 9110 §13.1): %s %s', async (header, tags, status) => {
    made += 1;
    const name = `posted-${made}`;
    expect((await acme('POST', endpoint, { [naming]: name }, { [header]: tags })).status).toBe(status);
    const { body } = await acme('GET', `${endpoint}?filter=${naming}+eq+%22${name}%22`);
    expect(body.totalResults).toBe(status === 201 ? 1 : 0);
  });
});

describe('If-None-Match under a race', () => {
  it('lets nobody write to the version that it rules out', async () => {
    const { path } = await changed('/Users');
    const patch = (title: string, headers: Record<string, string>) =>
      acme('PATCH', path, { Operations: [{ op: 'replace', path: 'title', value: title }] }, headers);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => patch(`title ${index}`, index === 10 ? {} : { 'if-none-match': 'W/"2"' })),
    );
    const written = answers.filter(({ status }) => status === 200);
    expect(answers.every(({ status }) => status === 200 || status === 412)).toBe(true);
    expect(answers[10]?.status).toBe(200);
    expect((await acme('GET', path)).body.meta.version).toBe(`W/"${2 + written.length}"`);
  });
});
