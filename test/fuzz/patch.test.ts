import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Attributes, groupAttributes, userAttributes } from '#test/reference/attributes.ts';
import { type App, startApp } from '#test/support/app.ts';
import { groupOf, person } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';
import { acts, whole } from './acts.ts';
import { converse, type Subject, taken } from './converse.ts';
import { longest, trials } from './settings.ts';

let app: App;
let scim: ConnectionOfStory['scim'];
beforeAll(async () => {
  app = await startApp();
  ({ scim } = await app.story.connection('GENERIC'));
});
afterAll(() => app.close());

const conversations = (attributes: Attributes, name: string) => {
  const named = whole(
    attributes,
    name,
    fc.oneof({ weight: 12, arbitrary: fc.constantFrom('Ada', 'grace') }, fc.constantFrom<unknown>(null, 7, taken.toUpperCase())),
  );
  return fc.record({
    first: named,
    requests: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.record({ method: fc.constant('PATCH' as const), acts: acts(attributes) }) },
        { weight: 1, arbitrary: fc.record({ method: fc.constant('PUT' as const), act: named }) },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    spelling: fc.array(fc.nat({ max: 11 }), { maxLength: 40 }),
  });
};

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
