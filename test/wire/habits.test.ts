import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { cases } from './Case.ts';
import { play } from './play.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** What each provider's conversations show, in the order of the habits. */
const shown: Record<string, string[]> = {
  okta: [
    'UPDATES_BY_PUT',
    'UPDATES_BY_PATCH',
    'EMPTY_TEXTS',
    'UNDECLARED_EXTENSIONS',
    'READ_ONLY_ATTRIBUTES',
    'PASSWORDS',
    'UNKNOWN_PARAMETERS',
  ],
  entra: [
    'UPDATES_BY_PATCH',
    'NAMES_IN_OTHER_CASE',
    'CAPITALIZED_OPERATIONS',
    'BOOLEANS_AS_TEXT',
    'WRAPPED_VALUES',
    'BARE_VALUES',
    'EMPTY_TEXTS',
    'REMOVALS_BY_VALUE',
    'DOTTED_KEYS',
    'LABELED_PATHS',
    'EMPTY_PATCHES',
    'FORMER_URNS',
    'UNQUOTED_LITERALS',
    'COMPARED_ELEMENTS',
    'COMPARED_WHOLES',
    'UNKNOWN_ATTRIBUTES',
    'READ_ONLY_ATTRIBUTES',
    'UNKNOWN_SCHEMAS',
    'UNKNOWN_PARAMETERS',
  ],
  'entra-validator': ['UPDATES_BY_PATCH', 'BOOLEANS_AS_TEXT', 'EMPTY_TEXTS', 'LABELED_PATHS'],
  onelogin: ['UPDATES_BY_PATCH', 'FORMER_URNS', 'READ_ONLY_ATTRIBUTES', 'PASSWORDS'],
  ping: ['COMPARED_WHOLES', 'PASSWORDS'],
  salesforce: ['UPDATES_BY_PATCH', 'REPEATED_NAMES', 'REMOVALS_BY_VALUE'],
  cyberark: [],
};

describe('a connection on which a provider has spoken', () => {
  it.each(Object.entries(shown))('shows the habits of %s, and no others', { timeout: 120_000 }, async (provider, habits) => {
    const { id, scim, scimUrl } = await app.story.connection('GENERIC', provider);
    for (const conversation of cases.filter(({ idp }) => idp === provider)) await play(conversation, scim, scimUrl);
    await app.settle();
    const { connection } = await app.ask('query ($id: ID!) { connection(id: $id) { observed { habit } } }', { id });
    expect(connection.observed.map(({ habit }: { habit: string }) => habit)).toEqual(habits);
    expect(app.logged()).not.toContain('"msg":"fault"');
  });
});
