import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';
import type { OidcSettings } from '#oidc/settings.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
type Algorithm = 'RS256' | 'ES256' | 'EdDSA';

/** The API that tokens are for. */
export const audience = 'https://muster.test/graphql';

/** The client that asks for tokens, and so their subject. */
export const client = 'console';
const secret = 'a-secret-of-the-console';

const algorithms: readonly Algorithm[] = ['RS256', 'ES256', 'EdDSA'];

async function newKey(algorithm: Algorithm, name: string) {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: `${algorithm}-${name}`, use: 'sig', alg: algorithm };
  return { algorithm, kid: jwk.kid, privateKey, publicKey, jwk };
}

export type Key = Awaited<ReturnType<typeof newKey>>;

export const newKeys = (name: string): Promise<Key[]> => Promise.all(algorithms.map((algorithm) => newKey(algorithm, name)));

/** Answers as a provider with these keys does. Its client has tokens made with the claims of the header X-Claims. */
const providerOf = (issuer: string, keys: readonly Key[]): Answer =>
  new Provider(issuer, {
    jwks: { keys: keys.map(({ jwk }) => jwk) },
    // A JSON Web Token holds all that is to be known of it.
    adapter: () => ({ find: async () => undefined, upsert: async () => undefined }),
    clients: [{ client_id: client, client_secret: secret, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context: unknown, resource: string) => ({
          scope: 'directory',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
        }),
      },
    },
    ttl: { ClientCredentials: 300 },
    extraTokenClaims: ({ req }: { req: IncomingMessage }) => JSON.parse(`${req.headers['x-claims']}`),
  }).callback();

/** An OpenID provider on a free port of this machine. */
export type TestProvider = Awaited<ReturnType<typeof startProvider>>;

export async function startProvider() {
  const asked: string[] = [];
  let working: Answer | undefined;
  let answer: Answer | undefined;
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (answer) answer(request, response);
    else request.socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let keys: Key[] = [];

  /** Has new keys, and no longer the old ones. */
  async function rotate() {
    keys = await newKeys(`${asked.length}`);
    working = providerOf(issuer, keys);
    answer = working;
  }
  await rotate();

  /** A token as the client gets it. */
  async function token(claims: JWTPayload, resource = audience): Promise<string> {
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client}:${secret}`)}`, 'x-claims': JSON.stringify(claims) },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  /** A token that is good but for what is said here: an undefined claim is left out. */
  function sign(claims: JWTPayload = {}, header: Partial<JWTHeaderParameters> = {}, key: Key = first(keys)): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: issuer, aud: audience, sub: 'ada', iat: now, exp: now + 300, roles: ['readers'] };
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: key.algorithm, kid: key.kid, ...header }).sign(key.privateKey);
  }

  const settings: OidcSettings = {
    issuer,
    audience,
    jwksUrl: undefined,
    roleClaim: 'roles',
    roles: new Map([
      ['admins', 'ADMIN'],
      ['operators', 'OPERATOR'],
      ['readers', 'READER'],
    ]),
    connectionsClaim: undefined,
  };

  return {
    issuer,
    /** How Muster is told of it. */
    settings,
    token,
    sign,
    keys: () => keys,
    /** The addresses that have been asked for. */
    asked,
    rotate,
    /** Answers otherwise from now on; without an answer, not at all. */
    fail(otherwise?: Answer) {
      answer = otherwise;
    },
    recover() {
      answer = working;
    },
    async close() {
      server.close().closeAllConnections();
      await once(server, 'close');
    },
  };
}

const first = (keys: readonly Key[]): Key => keys[0] as Key;
