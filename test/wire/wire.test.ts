import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';
import { cases } from './Case.ts';
import { play } from './play.ts';

let app: App;
let connection: ConnectionOfStory;
beforeAll(async () => {
  app = await startApp();
  connection = await app.story.connection('GENERIC');
});
afterAll(() => app.close());

describe.each([...new Set(cases.map(({ idp }) => idp))])('as %s speaks', (provider) => {
  it.each(cases.filter(({ idp }) => idp === provider))('$id: $title', async (conversation) => {
    expect(await play(conversation, connection.scim, connection.scimUrl)).toEqual([]);
  });
});
