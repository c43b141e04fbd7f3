import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { groupAttributes, userAttributes } from '#test/reference/attributes.ts';
import { type App, startApp } from '#test/support/app.ts';
import { groupOf, person } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';
import { conversations, taken } from './conversations.ts';
import { converse, type Subject } from './converse.ts';
import { longest, trials } from './settings.ts';

let app: App;
let scim: ConnectionOfStory['scim'];
beforeAll(async () => {
  app = await startApp();
  ({ scim } = await app.story.connection('GENERIC'));
});
afterAll(() => app.close());

/** The server and the model of RFC 7644 §3.5.1 and §3.5.2 in memory are told the same. */
const agreement = (subject: Subject, usually: number) =>
  fc.assert(
    fc.asyncProperty(conversations(subject.attributes, subject.name), (conversation) => converse(scim, subject, conversation)),
    trials(usually),
  );

describe('random PATCH and PUT requests', () => {
  it(
    'leave a user as the model of RFC 7644 has it, or are refused by both',
    async () => {
      await scim.post('/Users', person(taken));
      const subject = { type: 'User', endpoint: '/Users', name: 'userName', attributes: userAttributes, always: { active: true } } as const;
      await agreement(subject, 250);
    },
    longest(250),
  );

  it(
    'leave a group as the model of RFC 7644 has it, or are refused by both',
    async () => {
      await scim.post('/Groups', groupOf(taken));
      const ada = (await scim.post('/Users', person('member one', { displayName: 'a' }))).body.id;
      const grace = (await scim.post('/Users', person('member two', { displayName: 'b' }))).body.id;
      const inner = (await scim.post('/Groups', groupOf('inner'))).body.id;
      const people = {
        [ada]: { value: ada, display: 'a', type: 'User' },
        [grace]: { value: grace, display: 'b', type: 'User' },
        [inner]: { value: inner, display: 'inner', type: 'Group' },
      };
      const subject = { type: 'Group', endpoint: '/Groups', name: 'displayName', attributes: groupAttributes(people), always: {} } as const;
      await agreement(subject, 200);
    },
    longest(200),
  );
});
