export interface ScimAnswer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the test is about.
  body: any;
}

export interface ScimRequest {
  /** Sent as JSON; a text, as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Names of usual headers to leave out. */
  without?: readonly string[];
}

/** A SCIM client of one connection, as an identity provider has it. */
export type ScimClient = ReturnType<typeof scimClient>;

const mediaType = 'application/scim+json';

export function scimClient(baseUrl: string, token: string) {
  async function send(method: string, path: string, { body, headers, without = [] }: ScimRequest = {}): Promise<ScimAnswer> {
    const usual = { authorization: `Bearer ${token}`, accept: mediaType, ...(body !== undefined && { 'content-type': mediaType }) };
    const sent = Object.entries({ ...usual, ...headers }).filter(([name]) => !without.includes(name));
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: Object.fromEntries(sent),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }
  const sending = (method: string) => (path: string, body: unknown, headers?: Record<string, string>) =>
    send(method, path, { body, headers });
  return {
    send,
    get: (path: string, headers?: Record<string, string>) => send('GET', path, { headers }),
    delete: (path: string, headers?: Record<string, string>) => send('DELETE', path, { headers }),
    post: sending('POST'),
    put: sending('PUT'),
    patch: (path: string, operations: unknown, headers?: Record<string, string>) =>
      send('PATCH', path, { body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations }, headers }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** The body that makes a person of this userName. */
export const person = (userName: string, more: object = {}) => ({ schemas: [userSchema], userName, active: true, ...more });

/** The body that makes a group with these members. */
export const groupOf = (displayName: string, ids: readonly string[] = []) => ({
  schemas: [groupSchema],
  displayName,
  members: ids.map((value) => ({ value })),
});

/** The operation that lets one member join. */
export const joining = (id: string) => [{ op: 'add', path: 'members', value: [{ value: id }] }];

/** The operation that lets one member leave. */
export const leaving = (id: string) => [{ op: 'remove', path: `members[value eq "${id}"]` }];
