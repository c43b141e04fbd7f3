import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const audits = serverAudits({ url: () => `${app.url}/graphql` });

describe('POST and GET /graphql (GraphQL over HTTP)', () => {
  it('are held to all 61 audits', () => {
    expect(new Set(audits.map(({ id }) => id)).size).toBe(61);
  });

  // What they ask of "notice" and "warn" is not a must; it is given all the same.
  it.each(audits.map(({ id, name, fn }) => ({ id, name, fn })))('$id: $name', async ({ fn }) => {
    const { response: _, ...result } = { response: undefined, ...(await fn()) };
    expect(result).toMatchObject({ status: 'ok' });
  });
});
