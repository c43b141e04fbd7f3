import fc, { type Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwoConnections, type TwoConnections } from '#test/isolation/twoConnections.ts';
import { groupOf, person } from '#test/support/scim.ts';
import { anything, mutated, type Target, type ToBytes } from './requests.ts';
import { sendBytes, statusesIn } from './sendBytes.ts';
import { longest, trials } from './settings.ts';

const usually = 30;

let world: TwoConnections;
beforeAll(async () => {
  world = await startTwoConnections();
});
afterAll(() => world.app.close());

/** A user and a group that requests may do to what they like. */
async function startTarget(): Promise<Target> {
  const { scim, scimUrl, token } = world.mine;
  const user = (await scim.post('/Users', person('target'))).body.id;
  const group = (await scim.post('/Groups', groupOf('target', [user, world.mine.user]))).body.id;
  return { token, base: new URL(scimUrl).pathname, user, group };
}

async function endTarget({ user, group }: Target): Promise<void> {
  await world.mine.scim.delete(`/Groups/${group}`);
  await world.mine.scim.delete(`/Users/${user}`);
}

/** All that the database holds of the resources of my connection that no request is about, with their history, as text. */
async function bystanders(): Promise<string> {
  const { db } = world.app.database;
  const { user, boss, group, inner, device } = world.mine;
  const ids = [user, boss, group, inner, device];
  const these = { where: { id: { in: ids } }, orderBy: { id: 'asc' } } as const;
  const rows = [
    await db.user.findMany(these),
    await db.group.findMany(these),
    await db.device.findMany(these),
    await db.membership.findMany({ where: { groupId: { in: ids } }, orderBy: { id: 'asc' } }),
    await db.change.findMany({ where: { resourceId: { in: ids } }, orderBy: { id: 'asc' } }),
  ];
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** What a server may say to anything: 501 is the answer of /Me. */
const isServerError = (status: number) => status >= 500 && status !== 501;

async function withstand(requests: readonly ToBytes[]): Promise<void> {
  const target = await startTarget();
  const before = [await bystanders(), await world.foreignRows()];
  try {
    for (const request of requests) {
      const bytes = request(target);
      const answer = await sendBytes(world.app.url, bytes);
      expect(statusesIn(answer).filter(isServerError), `${bytes.toString('latin1')}\n\n${answer}`).toEqual([]);
    }
    expect([await bystanders(), await world.foreignRows()]).toEqual(before);
  } finally {
    await endTarget(target);
  }
}

const withstands = (request: Arbitrary<ToBytes>) =>
  fc.assert(fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 20 }), withstand), trials(usually));

describe('a server', () => {
  it(
    'answers no mutated request of a provider with a fault, and changes nothing that it is not about',
    () => withstands(mutated),
    longest(usually),
  );

  it('answers no random request with a fault, and changes nothing that it is not about', () => withstands(anything), longest(usually));

  afterAll(() => {
    expect(
      world.app
        .logged()
        .split('\n')
        .filter((line) => line.includes('"msg":"fault"')),
    ).toEqual([]);
  });
});
