import { startApp } from '#test/support/app.ts';
import type { TestDatabase } from '#test/support/database.ts';
import { type ScimAnswer, scimClient } from '#test/support/scim.ts';

/** A provider's side of one connection: sends a request to a path under its SCIM URL; a body that is a text is sent as it stands. */
export type Provider = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<ScimAnswer>;

export interface TestGateway {
  database: TestDatabase;
  url: string;
  /** What the server has logged, line by line. */
  lines(): Record<string, unknown>[];
  connect(name: string): Promise<{ id: string; token: string; provider: Provider }>;
  close(): Promise<void>;
}

/** The whole product, as providers see it. */
export async function startGateway(): Promise<TestGateway> {
  const { database, url, story, logged, close } = await startApp();
  const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');
  return {
    database,
    url,
    lines: () => linesOf(logged()).map((line) => JSON.parse(line)),
    connect: async (name) => {
      const { id, token, scimUrl } = await story.connection('GENERIC', name);
      return { id, token, provider: providerAt(scimUrl, token) };
    },
    close,
  };
}

export const providerAt = (base: string, token: string): Provider => {
  const { send } = scimClient(base, token);
  return (method, path, body, headers) => send(method, path, { body, headers, without: ['accept'] });
};
