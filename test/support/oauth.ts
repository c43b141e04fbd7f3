import type { Ask } from './graph.ts';

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface ClientOfStory {
  id: string;
  secret: string;
  tokenUrl: string;
}

const create = `mutation ($input: CreateOAuthClientInput!) {
  createOAuthClient(input: $input) { clientSecret oauthClient { id tokenUrl } } }`;

/** An OAuth client of a connection, as an administrator makes it. */
export async function oauthClient(ask: Ask, connectionId: string, more: object = {}, name = 'Entra'): Promise<ClientOfStory> {
  const { createOAuthClient } = await ask(create, { input: { connectionId, name, ...more } });
  return { ...createOAuthClient.oauthClient, secret: createOAuthClient.clientSecret };
}

export interface TokenAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the test is about.
  body: any;
}

export type Form = Record<string, string> | [string, string][] | string;

/** Asks a token endpoint with a form, as RFC 6749 §4.4.2 has it. */
export async function askForToken(url: string, form: Form, headers: Record<string, string> = {}, method = 'POST'): Promise<TokenAnswer> {
  const body = method === 'GET' ? undefined : new URLSearchParams(form).toString();
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

export const bySecret = ({ id, secret }: ClientOfStory) => ({ grant_type: 'client_credentials', client_id: id, client_secret: secret });

export const byAssertion = (assertion: string, more: Record<string, string> = {}) => ({
  grant_type: 'client_credentials',
  client_assertion_type: assertionType,
  client_assertion: assertion,
  ...more,
});

export const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

/** A new access token by the client's secret. */
export const tokenOf = async (client: ClientOfStory, url = client.tokenUrl): Promise<string> =>
  (await askForToken(url, bySecret(client))).body.access_token;
