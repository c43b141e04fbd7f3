import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arrangement, arrangements } from '#test/support/arrangements.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';
import { cases } from './Case.ts';
import { play } from './play.ts';

describe.each(arrangements)('the gateway %s', (_, arrange) => {
  let arrangement: Arrangement;
  let connection: ConnectionOfStory;
  beforeAll(async () => {
    arrangement = await arrange();
    connection = await arrangement.connection('GENERIC');
  }, 120_000);
  afterAll(() => arrangement.close());

  describe.each([...new Set(cases.map(({ idp }) => idp))])('as %s speaks', (provider) => {
    it.each(cases.filter(({ idp }) => idp === provider))('$id: $title', async (conversation) => {
      expect(await play(conversation, connection.scim, connection.scimUrl)).toEqual([]);
    });
  });
});
