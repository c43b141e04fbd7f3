import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchUp } from '#directory/keeper/catchUp.ts';
import { AccountMatch } from '#generated/prisma/client.ts';
import { type App, startApp } from '#test/support/app.ts';
import { expectAgreement } from './expectAgreement.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const userNames = ['ada@acme.com', 'ADA@example.com', 'ada', 'grace@acme.com', 'ag', 'É@x', '@acme.com'];
const addresses = [...userNames, 'shared@acme.com', '"a@b"@acme.com', '7'];
const externalIds = ['ag', 'AG', 'ada@acme.com', '7', null];
const accounts = [...addresses, 'AG', 'é@y', '"A@B"', 'nobody@acme.com', 'Shared', null];

const place = fc.nat(4);
const often = (times: number, does: Deed) => Array.from({ length: times }, () => does);
type Deed = 'come' | 'change' | 'go' | 'report' | 'hand' | 'take' | 'rule' | 'settle';

/** What may happen in a connection, with all that it may happen with; people and devices are named by the place in which they came. */
const act = fc.record({
  does: fc.constantFrom(
    ...often(3, 'come'),
    ...often(3, 'change'),
    ...often(1, 'go'),
    ...often(4, 'report'),
    ...often(1, 'hand'),
    ...often(1, 'take'),
    ...often(1, 'rule'),
    ...often(3, 'settle'),
  ),
  place,
  to: place,
  userName: fc.constantFrom(...userNames),
  attributes: fc.record(
    {
      userName: fc.constantFrom(...userNames),
      emails: fc.array(fc.record({ value: fc.constantFrom(...addresses) }), { maxLength: 2 }),
      externalId: fc.constantFrom(...externalIds),
      active: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  account: fc.constantFrom(...accounts),
  rules: fc.shuffledSubarray(Object.values(AccountMatch)),
});

type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** A connection in which these acts are done; `handed` tells whose a device is by hand. */
async function perform(acts: readonly Act[]) {
  const { ask, story, database } = app;
  const { id: connectionId } = await story.connection();
  const people: string[] = [];
  const handed = new Map<string, string>();
  const devices = await Promise.all([0, 1, 2, 3, 4].map((at) => story.device(`C${at}`, { connectionId }).then(({ id }) => id)));
  /** Whether something was changed: a userName may be another's, and whoever is named gone. */
  async function mutate(name: string, input: object): Promise<boolean> {
    const document = `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`;
    const refusal = await ask(document, { input }).then(
      () => undefined,
      (error: { code?: string }) => error,
    );
    if (refusal) expect(['ALREADY_EXISTS', 'NOT_FOUND']).toContain(refusal.code);
    return refusal === undefined;
  }
  const device = (at: number) => devices[at] ?? '';
  const person = (at: number) => people[at % Math.max(people.length, 1)] ?? connectionId;
  const does: Record<Deed, (one: Act) => Promise<unknown>> = {
    async come({ userName, attributes }) {
      const made = await story.user(userName, { connectionId, ...attributes, userName }).catch(() => undefined);
      if (made) people.push(made.id);
    },
    change: (one) => mutate('updateUser', { id: person(one.place), ...one.attributes }),
    go: (one) => mutate('deleteUser', { id: person(one.place) }),
    report: (one) => mutate('updateDevice', { id: device(one.place), reportedAccount: one.account }),
    async hand(one) {
      const [deviceId, userId] = [device(one.place), person(one.to)];
      if (await mutate('assignDevice', { deviceId, userId })) handed.set(deviceId, userId);
    },
    async take(one) {
      await mutate('unassignDevice', { deviceId: device(one.place) });
      handed.delete(device(one.place));
    },
    rule: ({ rules }) => mutate('updateConnection', { id: connectionId, assignmentRules: rules }),
    settle: () => catchUp(database.db),
  };
  await mutate('updateConnection', { id: connectionId, assignmentRules: ['USER_NAME', 'LOCAL_PART'] });
  for (const one of acts) await does[one.does](one);
  await catchUp(database.db);
  return { connectionId, handed };
}

describe('assignment by rules', () => {
  it('is what the rules, the accounts and the people say, whatever befell them in whatever order', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
        const { connectionId, handed } = await perform(acts);
        await expectAgreement(app.database, connectionId, handed);
      }),
      { numRuns: 40 },
    );
  });
});
