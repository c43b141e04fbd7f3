import type { IncomingMessage, ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createVerifier } from '#oidc/createVerifier.ts';
import type { OidcSettings } from '#oidc/settings.ts';
import { startProvider, type TestProvider } from '#test/support/provider.ts';

const started: TestProvider[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(started.splice(0).map((provider) => provider.close()));
});

/** A provider of the test's own, and a verifier that has yet to ask it. */
async function start(more: (provider: TestProvider) => Partial<OidcSettings> = () => ({})) {
  const provider = await startProvider();
  started.push(provider);
  const faults: unknown[] = [];
  const verify = createVerifier({ ...provider.settings, ...more(provider) }, (fault) => faults.push(fault));
  return { provider, verify, faults };
}

const coded = (code: string) => expect.objectContaining({ name: 'DirectoryError', code });

/** Moves the clock, and stops it: what waits for time to pass need not wait. */
const later = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });

const times = <Made>(count: number, make: (place: number) => Promise<Made>) =>
  Promise.all(Array.from({ length: count }, (_, place) => make(place)));

describe('the keys of a provider', () => {
  it('cost it one discovery and one question, however many tokens there are', async () => {
    const { provider, verify } = await start();
    const tokens = await times(20, (place) => provider.sign({ sub: `user-${place}` }));
    await Promise.all(tokens.map(verify));
    expect(provider.asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('are asked for at their own address, without discovery, when it is given', async () => {
    const { provider, verify } = await start(({ issuer }) => ({ jwksUrl: `${issuer}/jwks` }));
    await verify(await provider.sign());
    expect(provider.asked).toEqual(['/jwks']);
  });

  it('are asked for again after ten minutes', async () => {
    const { provider, verify } = await start();
    for (const seconds of [0, 590, 20]) {
      later(seconds);
      await verify(await provider.sign());
    }
    expect(provider.asked.filter((url) => url === '/jwks')).toHaveLength(2);
  });

  it('may change without a restart; the old ones open nothing then', async () => {
    const { provider, verify } = await start();
    const old = await provider.sign();
    await verify(old);
    await provider.rotate();
    later(11);
    expect((await verify(await provider.token({ roles: ['readers'] }))).role).toBe('READER');
    await expect(verify(old)).rejects.toEqual(coded('UNAUTHENTICATED'));
  });

  it('are asked for at most once in ten seconds, however many key ids are invented', async () => {
    const { provider, verify } = await start();
    await verify(await provider.sign());
    for (const seconds of [0, 11]) {
      later(seconds);
      const tokens = await times(30, (place) => provider.sign({}, { kid: `invented-${place}` }));
      await Promise.all(tokens.map((token) => expect(verify(token)).rejects.toEqual(coded('UNAUTHENTICATED'))));
    }
    expect(provider.asked.filter((url) => url === '/jwks')).toHaveLength(2);
  });
});

describe('a provider that does not answer', () => {
  const answers =
    (status: number, body: string, headers = {}) =>
    (_request: IncomingMessage, response: ServerResponse) =>
      void response.writeHead(status, headers).end(body);

  it.each([
    ['is not there', undefined],
    ['fails', answers(503, '{}')],
    ['sends elsewhere', answers(302, '', { location: '/jwks' })],
    ['answers with a page', answers(200, '<html></html>')],
    ['answers for another issuer', answers(200, '{ "issuer": "https://login.example.com", "jwks_uri": "https://login.example.com/jwks" }')],
    ['waits', () => undefined],
  ])('is told of once, and asked again a little later: one that %s', async (_, otherwise) => {
    const { provider, verify, faults } = await start();
    provider.fail(otherwise);
    const token = await provider.sign();
    await times(10, () => expect(verify(token)).rejects.toEqual(coded('TIMEOUT')));
    await expect(verify(token)).rejects.toEqual(coded('TIMEOUT'));
    expect(provider.asked).toHaveLength(1);
    expect(faults).toEqual([
      expect.objectContaining({ message: expect.stringContaining(`${provider.issuer}/.well-known/openid-configuration`) }),
    ]);
    expect(String(faults[0])).not.toContain(token);
    provider.recover();
    later(6);
    expect((await verify(token)).subject).toBe('ada');
  });

  it('does not spoil the tokens whose keys are known', async () => {
    const { provider, verify } = await start();
    const known = await provider.sign();
    await verify(known);
    provider.fail();
    later(11);
    await expect(verify(await provider.sign({}, { kid: 'invented' }))).rejects.toEqual(coded('TIMEOUT'));
    expect((await verify(known)).subject).toBe('ada');
  });

  it('refuses keys over plain http from another machine', async () => {
    const { provider, verify } = await start();
    const document = { issuer: provider.issuer, jwks_uri: 'http://login.example.com/jwks' };
    provider.fail(answers(200, JSON.stringify(document)));
    await expect(verify(await provider.sign())).rejects.toEqual(coded('TIMEOUT'));
  });
});

describe('a token of whatever text', () => {
  it('is refused as one, and is no fault of the server', async () => {
    const { provider, verify, faults } = await start();
    const good = (await provider.sign()).split('.');
    await verify(good.join('.'));
    const json = fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
    const part = (place: number) => fc.oneof(json, fc.base64String(), fc.string(), fc.constant(good[place] ?? ''));
    const token = fc.tuple(part(0), part(1), part(2)).map((parts) => parts.join('.'));
    await fc.assert(
      fc.asyncProperty(token, async (text) => {
        if (text !== good.join('.')) await expect(verify(text)).rejects.toEqual(coded('UNAUTHENTICATED'));
      }),
    );
    expect(faults).toEqual([]);
  });
});
