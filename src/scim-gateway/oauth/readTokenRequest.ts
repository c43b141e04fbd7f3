import { invalidClient, invalidRequest, unsupportedGrantType } from './errors.ts';

/** Who asks for a token, and by what they prove it. */
export type TokenRequest = { clientId: string } & ({ clientSecret: string } | { clientAssertion: string });

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Reads a request for a token (RFC 6749 §4.4.2) by a client that proves who it is in one of three ways, and in one only (§2.3). */
export function readTokenRequest(body: string, authorization: string | undefined): TokenRequest {
  const sent = parametersOf(body);
  refuseOtherGrants(sent.get('grant_type'));
  const [id, secret, assertion] = ['client_id', 'client_secret', 'client_assertion'].map((name) => sent.get(name));
  const basic = authorization === undefined ? undefined : readBasic(authorization);
  if ([basic, secret, assertion].filter((proof) => proof !== undefined).length > 1)
    throw invalidRequest('The client proves who it is in several ways at once. Choose one.');
  if (basic)
    return id === undefined || id === basic.clientId ? basic : refuse('The header Authorization names another client than client_id.');
  if (assertion !== undefined) return byAssertion(assertion, sent.get('client_assertion_type'), id);
  if (secret !== undefined) return id === undefined ? refuse('Send client_id with client_secret.') : { clientId: id, clientSecret: secret };
  throw invalidClient('Send client_id and client_secret, in the header Authorization or in the body, or a client_assertion.');
}

/** An empty parameter counts as not sent, an unknown one is ignored, and none may be sent twice (RFC 6749 §3.2). */
function parametersOf(body: string): ReadonlyMap<string, string> {
  const sent = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (value === '') continue;
    if (sent.has(name)) throw invalidRequest('A parameter stands twice in the body. Send each once.');
    sent.set(name, value);
  }
  return sent;
}

function refuseOtherGrants(grantType: string | undefined) {
  if (grantType === undefined) throw invalidRequest('Send grant_type=client_credentials.');
  if (grantType !== 'client_credentials') throw unsupportedGrantType();
}

/** Id and secret are encoded as in a form before they become user and password (RFC 6749 §2.3.1). */
function readBasic(authorization: string): TokenRequest {
  const [, encoded] = /^Basic +([\w+/=-]+)\s*$/i.exec(authorization) ?? [];
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined)
    throw invalidClient('The header Authorization must be Basic, with the client_id as user and the client_secret as password.');
  return { clientId: decoded(id), clientSecret: decoded(secret) };
}

/** Some clients do not encode; what cannot be decoded is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** RFC 7521 §4.2; without client_id, the assertion's subject is the client. */
function byAssertion(assertion: string, type: string | undefined, id: string | undefined): TokenRequest {
  if (type !== assertionType) throw invalidRequest(`Send client_assertion_type=${assertionType}.`);
  const clientId = id ?? subjectOf(assertion);
  return clientId === undefined ? refuse('Send client_id, or an assertion whose subject it is.') : { clientId, clientAssertion: assertion };
}

/** What the assertion says before anybody has verified it. */
function subjectOf(assertion: string): string | undefined {
  try {
    const { sub } = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}

function refuse(description: string): never {
  throw invalidRequest(description);
}
