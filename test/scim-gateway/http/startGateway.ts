import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { ensureAdminKey } from '#directory/credentials.ts';
import { createApp } from '#src/app.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
  text: string;
}

/** A provider's side of one connection: sends a request to a path under its SCIM URL. */
export type Provider = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

export interface TestGateway {
  database: TestDatabase;
  url: string;
  /** What the server has logged, line by line. */
  lines: Record<string, unknown>[];
  connect(name: string): Promise<{ id: string; token: string; provider: Provider }>;
  close(): Promise<void>;
}

const adminKey = 'a-key-for-tests-of-the-gateway-only';

/** The whole server on a port and a database of its own. */
export async function startGateway(): Promise<TestGateway> {
  const database = await freshDatabase();
  await ensureAdminKey(database.db, adminKey);
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const server = createServer(createApp({ database, log })).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    database,
    url,
    lines,
    connect: async (name) => {
      const { id, token } = await createConnection(url, name);
      return { id, token, provider: providerAt(`${url}/scim/v2/${id}`, token) };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

async function createConnection(url: string, name: string): Promise<{ id: string; token: string }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($name: String!) { createConnection(input: { name: $name, provider: GENERIC }) { connection { id } token } }',
      variables: { name },
    }),
  });
  const { connection, token } = (await response.json()).data.createConnection;
  return { id: connection.id, token };
}

/** A body that is a text is sent as it stands. */
export const providerAt =
  (base: string, token: string): Provider =>
  async (method, path, body, headers = {}) => {
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/scim+json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) };
  };
