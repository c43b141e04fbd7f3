import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { rawRequest } from '#test/support/rawRequest.ts';
import { groupOf, person, type ScimAnswer, type ScimRequest, scimClient } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const patchOf = (...Operations: unknown[]) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
const filtered = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}`;
const deep = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

let app: App;
let scim: ConnectionOfStory['scim'];
let scimUrl: string;
let token: string;
let user: string;
let group: string;
beforeAll(async () => {
  app = await startApp();
  ({ scim, scimUrl, token } = await app.story.connection());
  user = (await scim.post('/Users', person('ada', { title: 'Analyst' }))).body.id;
  group = (await scim.post('/Groups', groupOf('engines', [user]))).body.id;
});
afterAll(() => app.close());

const paths = () => ({ user: `/Users/${user}`, group: `/Groups/${group}` });

/** Sends a request and holds the answer to what RFC 7644 §3.12 asks of an error. */
async function expectRefusal(method: string, path: string, request: ScimRequest = {}, statuses: number[] = [400]): Promise<ScimAnswer> {
  const answer = await scim.send(method, path, request);
  expect(statuses, answer.text.slice(0, 500)).toContain(answer.status);
  expect(answer.body).toMatchObject({ schemas: [errorSchema], status: String(answer.status), detail: expect.stringMatching(/\S/) });
  expect(answer.headers.get('content-type')).toMatch(/^application\/scim\+json/);
  expect(answer.text.length).toBeLessThan(4000);
  return answer;
}

afterEach(async () => {
  expect((await scim.get(paths().user)).body).toMatchObject({ userName: 'ada', title: 'Analyst', active: true });
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describe('a hostile filter', () => {
  it.each([
    ['20,000 nested parentheses', `${'('.repeat(20_000)}userName pr${')'.repeat(20_000)}`],
    ['20,000 open parentheses', '('.repeat(20_000)],
    ['20,000 nots', `${'not ('.repeat(20_000)}userName pr${')'.repeat(20_000)}`],
    ['20,000 brackets', 'emails['.repeat(20_000)],
    ['10,000 ors', Array.from({ length: 10_000 }, (_, place) => `userName eq "${place}"`).join(' or ')],
    ['a path of 10,000 parts', `${'a.'.repeat(10_000)}b eq "x"`],
    ['an open text', 'userName eq "'],
    ['an escape that is none', 'userName eq "\\x"'],
    ['a NUL', 'userName eq "a\0b"'],
    ['an escaped NUL', 'userName eq "a\\u0000b"'],
    ['half a surrogate pair', 'userName eq "\\ud800"'],
    ['__proto__', '__proto__ eq "x"'],
    ['constructor', 'constructor pr'],
    ['a sub-attribute __proto__', 'name.__proto__ eq "x"'],
    ['a sub-attribute constructor within brackets', 'emails[constructor eq "x"]'],
    ['hasOwnProperty', 'name.hasOwnProperty pr'],
    ['a number beyond all numbers', 'meta.created gt 1e999'],
    ['an instant that is none', 'meta.lastModified gt "2026-99-99T00:00:00Z"'],
    ['nothing', ''],
    ['a comparison with a list', 'emails eq []'],
    ['an order on a boolean', 'active gt true'],
    ['a trailing operator', 'userName eq "a" and'],
  ])('of %s is refused', async (_, filter) => {
    const raw = filter.length > 10_000;
    const refused = raw
      ? await expectRefusal('POST', '/Users/.search', { body: { filter } })
      : await expectRefusal('GET', filtered(filter), {}, [400]);
    expect(['invalidFilter', 'invalidValue', 'tooMany']).toContain(refused.body.scimType);
  });

  it('of a megabyte is refused', async () => {
    await expectRefusal('POST', '/Users/.search', { body: { filter: `userName eq "${'x'.repeat(1_000_000)}"` } });
  });

  it('in the path of a PATCH is refused', async () => {
    for (const path of [
      `emails[${'('.repeat(20_000)}`,
      'emails[type eq "work"',
      'emails[',
      '[',
      ']',
      '.',
      'a..b',
      'emails[type eq "\\u0000"].value',
    ]) {
      await expectRefusal('PATCH', paths().user, { body: patchOf({ op: 'replace', path, value: 'x' }) });
    }
  });

  it('with wildcards and quotes means what it says', async () => {
    for (const value of ['%', '_da', 'ad_', "' OR TRUE --", '\\\\', 'a*']) {
      expect((await scim.get(filtered(`userName co "${value}"`))).body.totalResults, value).toBe(0);
    }
  });
});

describe('a hostile query', () => {
  it.each([
    ['filter twice', '/Users?filter=userName%20pr&filter=active%20pr'],
    ['count twice, in two cases', '/Users?count=1&COUNT=2'],
    ['a startIndex that is no number', '/Users?startIndex=NaN'],
    ['a count that is no number', '/Users?count=many'],
    ['a count of a half', '/Users?count=1.5'],
    ['a NUL', '/Users?filter=%00'],
    ['bytes that are no UTF-8', '/Users?filter=%FF%FE'],
    ['half an escape', '/Users?filter=%'],
    ['a sort by what is not there', '/Users?sortBy=__proto__'],
    ['a sort by a list', '/Users?sortBy=emails[type%20eq%20%22work%22]'],
    ['a sortOrder that is none', '/Users?sortBy=userName&sortOrder=sideways'],
  ])('with %s is refused', async (_, path) => {
    await expectRefusal('GET', path);
  });

  it.each(['1e30', '-1e30', '99999999999999999999', '-99999999999999999999'])(
    'with startIndex=%s and count=%s is bounded',
    async (number) => {
      for (const path of [`/Users?startIndex=${number}`, `/Users?count=${number}`, `/Groups?startIndex=${number}&count=${number}`]) {
        const answer = await scim.get(path);
        expect([200, 400], answer.text).toContain(answer.status);
        if (answer.status === 200) expect(answer.body.Resources?.length ?? 0).toBeLessThanOrEqual(200);
      }
    },
  );
});

describe('a hostile path', () => {
  it.each([
    ['an id of 5,000 characters', `/Users/${'a'.repeat(5000)}`, [400, 404]],
    ['an id __proto__', '/Users/__proto__', [404]],
    ['an id constructor', '/Groups/constructor', [404]],
    ['an id with a NUL', '/Users/%00', [400, 404]],
    ['an id that is no UTF-8', '/Users/%FF', [400]],
    ['an id that climbs', '/Users/..%2F..%2Fgraphql', [404]],
    ['an id with a quote', "/Users/'%20OR%20TRUE--", [404]],
    ['no endpoint', '/Nothing', [404]],
    ['an endpoint __proto__', '/__proto__', [404]],
    ['a schema constructor', '/Schemas/constructor', [404]],
    ['a resource type __proto__', '/ResourceTypes/__proto__', [404]],
    ['too many parts', '/Users/a/b/c/d', [404]],
  ])('with %s is refused', async (_, path, statuses) => {
    await expectRefusal('GET', path, {}, statuses);
    await expectRefusal('DELETE', path, {}, [...statuses, 404, 405]);
  });

  it.each(['%E0%A4%A', '%', '%FF'])('of which the connection is %s, is refused even without a token', async (connection) => {
    const response = await fetch(`${app.url}/scim/v2/${connection}/Users`);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(/^application\/scim\+json/);
    expect(await response.json()).toMatchObject({ schemas: [errorSchema], status: '400', detail: expect.stringMatching(/\S/) });
  });

  it.each(['01900000-0000-7000-8000-000000000000', 'nonsense', '__proto__'])(
    'of a connection %s that does not exist is refused to an administrator',
    async (connection) => {
      const nobody = scimClient(`${app.url}/scim/v2/${connection}`, app.adminKey);
      const answers = [
        await nobody.get('/Users'),
        await nobody.get('/Groups?filter=displayName%20pr'),
        await nobody.get('/'),
        await nobody.get(paths().user),
        await nobody.post('/Users', person('lost')),
      ];
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
      for (const { body } of answers) expect(body).toMatchObject({ schemas: [errorSchema], status: '404' });
    },
  );

  it.each([
    ['PUT', '/Users'],
    ['DELETE', '/Groups'],
    ['PATCH', '/Users'],
    ['POST', '/Users/x'],
    ['GET', '/Users/.search'],
    ['POST', '/Schemas'],
    ['DELETE', '/ServiceProviderConfig'],
    ['OPTIONS', '/Users'],
    ['PROPFIND', '/Users'],
  ])('is not there for the method %s %s', async (method, path) => {
    const { headers } = await expectRefusal(method, path, {}, [404, 405]);
    expect(headers.get('allow') ?? 'none').toMatch(/[A-Z]/);
  });
});

describe('a hostile body', () => {
  const send = (method: string, path: string, body: unknown, statuses?: number[]) => expectRefusal(method, path, { body }, statuses);

  it.each([
    ['broken JSON', '{"userName":'],
    ['nothing', ''],
    ['a text', '"ada"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['two documents', '{}{}'],
    ['100,000 levels of lists', deep(100_000, '[', ']')],
    ['100,000 levels of objects', `{"userName":"x","a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`],
    ['an extension of 1,000 levels', `{"userName":"x","urn:acme:User":${'{"a":'.repeat(1000)}1${'}'.repeat(1001)}`],
    ['an escaped NUL', '{"userName":"a\\u0000b"}'],
    ['half a surrogate pair', '{"userName":"a\\ud800"}'],
    ['a NUL in a name of an attribute', '{"userName":"x","urn:acme:User":{"a\\u0000":1}}'],
    ['no userName', '{"title":"x"}'],
    ['a userName that is an object', '{"userName":{"value":"x"}}'],
    ['a userName that is a list of two', '{"userName":["x","y"]}'],
    ['a userName of a megabyte', `{"userName":"${'x'.repeat(1_000_000)}"}`],
    ['a title of a megabyte', `{"userName":"x","title":"${'x'.repeat(1_000_000)}"}`],
    ['emails that are a number', '{"userName":"x","emails":7}'],
    [
      '10,000 e-mail addresses',
      JSON.stringify({ userName: 'x', emails: Array.from({ length: 10_000 }, (_, place) => ({ value: `${place}` })) }),
    ],
    ['a name that is a text', '{"userName":"x","name":"Ada"}'],
    ['active that is neither', '{"userName":"x","active":"perhaps"}'],
    ['a number beyond all numbers', '{"userName":"x","urn:acme:User":{"a":1e999}}'],
  ])('of %s is refused', async (_, body) => {
    await send('POST', '/Users', body);
    await send('PUT', paths().user, body);
  });

  it('of a password that it must not repeat is not repeated', async () => {
    const { text } = await send('POST', '/Users', { userName: '', password: 'open sesame' });
    expect(text).not.toContain('sesame');
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString'])('with the key %s leaves every object as it was', async (key) => {
    const bodies = [
      `{"schemas":[],"userName":"polluter","${key}":{"polluted":true},"name":{"${key}":{"polluted":true}},"urn:acme:User":{"${key}":{"polluted":true}}}`,
    ];
    for (const body of bodies) {
      const answer = await scim.send('POST', '/Users', { body });
      expect([201, 400], answer.text).toContain(answer.status);
      if (answer.status === 201) await scim.delete(`/Users/${answer.body.id}`);
    }
    for (const operation of [
      { op: 'add', path: key, value: { polluted: true } },
      { op: 'replace', path: `name.${key}`, value: { polluted: true } },
      { op: 'add', path: `${key}.polluted`, value: true },
      { op: 'add', path: `emails[${key} eq "x"].value`, value: true },
      { op: 'add', path: `urn:acme:User:${key}.polluted`, value: true },
    ]) {
      const answer = await scim.patch(paths().user, [operation]);
      expect([200, 400], `${JSON.stringify(operation)}: ${answer.text}`).toContain(answer.status);
    }
    const value = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","value":{"${key}":{"polluted":true},"${key}.polluted":true}}]}`;
    for (const path of [paths().user, paths().group]) {
      const answer = await scim.send('PATCH', path, { body: value });
      expect([200, 204, 400], answer.text).toContain(answer.status);
    }
  });

  it.each([
    ['no Operations', {}],
    ['Operations that are an object', { Operations: {} }],
    ['Operations of null', { Operations: [null] }],
    ['Operations of texts', { Operations: ['add'] }],
    ['an op that is none', patchOf({ op: '__proto__', path: 'title', value: 'x' })],
    ['no op', patchOf({ path: 'title', value: 'x' })],
    ['a path that is a number', patchOf({ op: 'add', path: 7, value: 'x' })],
    ['a path of a megabyte', patchOf({ op: 'add', path: 'a'.repeat(1_000_000), value: 'x' })],
    ['a remove without a path', patchOf({ op: 'remove' })],
    ['a value that is a text without a path', patchOf({ op: 'add', value: 'x' })],
    ['a userName that is taken away', patchOf({ op: 'remove', path: 'userName' })],
    [
      'a good operation before a bad one',
      patchOf({ op: 'replace', path: 'title', value: 'lost' }, { op: 'replace', path: 'active', value: 'perhaps' }),
    ],
    [
      '10,000 operations',
      patchOf(...Array.from({ length: 10_000 }, () => ({ op: 'replace', path: 'emails[type eq "x"].value', value: 'x' }))),
    ],
  ])('of a PATCH with %s is refused whole', async (_, body) => {
    await send('PATCH', paths().user, body);
  });

  it.each([
    [
      '10,000 operations',
      patchOf(...Array.from({ length: 10_000 }, (_, place) => ({ op: 'add', path: 'members', value: [{ value: `${place}` }] }))),
    ],
    ['members that are a text', patchOf({ op: 'add', path: 'members', value: 'ada' })],
    ['members without a value', patchOf({ op: 'add', path: 'members', value: [{ display: 'ada' }] })],
    ['a member whose value is an object', patchOf({ op: 'add', path: 'members', value: [{ value: { $ref: 'x' } }] })],
    ['the group itself', 'itself'],
    ['a displayName of null', patchOf({ op: 'replace', path: 'displayName', value: null })],
  ])('of a PATCH of a group with %s is refused whole', async (_, body) => {
    const sent = body === 'itself' ? patchOf({ op: 'add', path: 'members', value: [{ value: group }] }) : body;
    await send('PATCH', paths().group, sent);
    expect((await scim.get(paths().group)).body.members).toHaveLength(1);
  });

  it('of 10 MB is refused, said or unsaid how long it is', async () => {
    const body = JSON.stringify(person('large', { title: 'x'.repeat(10_000_000) }));
    await send('POST', '/Users', body, [413]);
    const chunk = 'x'.repeat(1_000_000);
    const chunks = Array.from({ length: 10 }, () => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    const path = new URL(`${scimUrl}/Users`).pathname;
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/scim+json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
    expect(await rawRequest(app.url, head, ...chunks, '0\r\n\r\n')).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/scim+json; charset=utf-16',
    'nonsense',
  ])('of the type %s is refused', async (type) => {
    await expectRefusal('POST', '/Users', { body: person('typed'), headers: { 'content-type': type } }, [415]);
  });

  it('in an encoding that is unknown, or is not what it says, is refused', async () => {
    await expectRefusal('POST', '/Users', { body: person('x'), headers: { 'content-encoding': 'rot13' } }, [415]);
    await expectRefusal('POST', '/Users', { body: person('x'), headers: { 'content-encoding': 'gzip' } }, [400]);
  });

  it('of bytes that are no UTF-8 is refused', async () => {
    const bytes = Buffer.concat([Buffer.from('{"userName":"'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}')]);
    const head = `POST ${new URL(`${scimUrl}/Users`).pathname} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/scim+json\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`;
    const answer = await rawRequest(app.url, head, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain(errorSchema);
  });
});

describe('a hostile credential', () => {
  it.each([
    ['none', undefined],
    ['another scheme', 'Basic YTpi'],
    ['no secret', 'Bearer'],
    ['garbage', 'Bearer \u00ff\u00fe'],
    ['12,000 characters', `Bearer ${'x'.repeat(12_000)}`],
    ['two secrets', 'Bearer a, Bearer b'],
    ['a secret with spaces', 'Bearer a b'],
  ])('of %s is refused', async (_, authorization) => {
    const request = authorization === undefined ? { without: ['authorization'] } : { headers: { authorization } };
    for (const path of ['/Users', '/Groups', '/Schemas', '/Me']) {
      const { headers } = await expectRefusal('GET', path, request, [401]);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });
});

describe('a hostile Host', () => {
  it.each(['', 'a b', '[', ']', '%', 'a:b:c', 'x:99999', '<script>', 'a/../b@c:d'])('of "%s" is refused', async (host) => {
    const query = encodeURIComponent('{ viewer { id } }');
    for (const path of [`/graphql?query=${query}`, new URL(`${scimUrl}/Users`).pathname, '/nowhere']) {
      const answer = await rawRequest(
        app.url,
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer, path).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).not.toMatch(/\bat .*\.[jt]s\b|node_modules/);
      expect(answer.includes('"urn:ietf:params:scim:api:messages:2.0:Error"'), path).toBe(path.startsWith('/scim/'));
    }
  });
});

describe('a hostile If-Match', () => {
  it.each(['"', 'W/"x"', 'W/"99999999999999999999"', '"-1"', 'W/"1", W/"2"', '""'])('of %s is refused', async (tag) => {
    const headers = { 'If-Match': tag };
    await expectRefusal('PATCH', paths().user, { body: patchOf({ op: 'replace', path: 'title', value: 'lost' }), headers }, [412]);
    await expectRefusal('DELETE', paths().user, { headers }, [412]);
  });
});

describe('the server', () => {
  it('has logged no fault, and nothing of what was sent', () => {
    expect(app.logged()).not.toContain('"level":50');
    expect(app.logged()).not.toContain('sesame');
  });
});
