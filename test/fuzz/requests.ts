import fc, { type Arbitrary } from 'fast-check';
import { routes } from '#scim-gateway/http/routes.ts';
import { cases } from '#test/wire/Case.ts';
import { mutate, mutations } from './mutations.ts';

/** A request, as it is when nothing is wrong with it. Its path begins behind the connection's URL, unless that is said. */
interface Plain {
  method: string;
  path: string;
  body: Buffer;
  isAbsolute?: boolean;
}

/** Whom a request is sent to, and about whom. */
export interface Target {
  token: string;
  /** The path of the connection's URL. */
  base: string;
  user: string;
  group: string;
}

/** Makes the bytes of a request about a target. */
export type ToBytes = (target: Target) => Buffer;

function toBytes({ method, path, body, isAbsolute = false }: Plain, { base, token }: Target): Buffer {
  const head = [
    `${method} ${isAbsolute ? '' : base}${path} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    'Accept: application/scim+json',
    ...(body.length > 0 ? ['Content-Type: application/scim+json'] : []),
    `Content-Length: ${body.length}`,
    'Connection: close',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
}

/** What providers send, as conversations hold it. */
const sent = cases.flatMap(({ steps }) =>
  steps.map(({ method, path, body, rawBody }) => ({ method, path, body: rawBody ?? (body === undefined ? '' : JSON.stringify(body)) })),
);

/** What a conversation has captured is the target, whatever it was. */
const about = (text: string, { user, group }: Target) =>
  text.replaceAll(/{{([^}]*)}}/g, (_, name: string) => (/group/i.test(name) ? group : /id|user/i.test(name) ? user : `some-${name}`));

/** A request of a provider, some bytes of which are others: of its path, of its body, or of all of it, its head with its length included. */
export const mutated: Arbitrary<ToBytes> = fc
  .record({ step: fc.constantFrom(...sent), where: fc.constantFrom('path', 'body', 'all', 'nothing'), all: mutations })
  .map(({ step, where, all }) => (target) => {
    const path = Buffer.from(about(step.path, target));
    const body = Buffer.from(about(step.body, target));
    const bytes = toBytes(
      {
        method: step.method,
        path: (where === 'path' ? mutate(path, all) : path).toString('latin1'),
        body: where === 'body' ? mutate(body, all) : body,
      },
      target,
    );
    return where === 'all' ? mutate(bytes, all) : bytes;
  });

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY'];

const elsewhere = ['/graphql', '/healthz', '/readyz', '/oauth/token', '/.well-known/oauth-authorization-server', '/scim/v2', '/'];

const id = fc.oneof(
  fc.constantFrom('{user}', '{group}', 'urn:ietf:params:scim:schemas:core:2.0:User', 'User', '%00', '..', '__proto__'),
  fc.string(),
);

const names = ['filter', 'sortBy', 'sortOrder', 'startIndex', 'count', 'cursor', 'attributes', 'excludedAttributes', 'FILTER', 'x'];
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(...names),
      fc.oneof(fc.string(), fc.constantFrom('1', '-1', '1e9', 'userName', 'userName pr', 'emails[', '')),
      fc.boolean(),
    ),
    { maxLength: 3 },
  )
  .map((pairs) =>
    pairs
      .map(([name, value, isEncoded]) => `${name}=${isEncoded ? encodeURIComponent(value.toWellFormed()) : value.replaceAll(/\s/g, '+')}`)
      .join('&'),
  );

const place: Arbitrary<Pick<Plain, 'path' | 'isAbsolute'>> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...routes.map(({ path }) => path)), id, query)
      .map(([path, name, query]) => ({ path: `${path.replace(':id', name.replaceAll(/\s/g, '_'))}?${query}` })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...elsewhere).map((path) => ({ path, isAbsolute: true })) },
);

const body: Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
  fc
    .record({
      Operations: fc.array(
        fc.dictionary(fc.constantFrom('op', 'path', 'value', 'method', 'data', 'bulkId'), fc.jsonValue({ maxDepth: 2 })),
        { maxLength: 3 },
      ),
    })
    .map((value) => Buffer.from(JSON.stringify(value))),
  fc.constant(Buffer.alloc(0)),
);

/** Any method on any endpoint with any query and body. */
export const anything: Arbitrary<ToBytes> = fc.record({ method: fc.constantFrom(...methods), place, body }).map(
  ({ method, place: { path, isAbsolute }, body }) =>
    (target) =>
      toBytes({ method, path: path.replace('{user}', target.user).replace('{group}', target.group), body, isAbsolute }, target),
);
