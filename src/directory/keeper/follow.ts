import type { Prisma } from '#generated/prisma/client.ts';
import { type Causes, mostTouched, wholly } from './causes.ts';
import { touchesOfGroups } from './groupTouches.ts';
import { judgeSome } from './judgeSome.ts';
import { linksOf } from './links.ts';
import type { PendingChange } from './pending.ts';
import { type KeptPolicies, readByDefinitions, thoseThatName } from './policies.ts';
import { touchesOf } from './touches.ts';
import { type Touched, trace } from './trace.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** What of a policy does not decide who is in it; who is listed touches only those. */
const inert: readonly string[] = ['name', 'description', 'priority', 'onDisable', 'includes', 'excludes'];

const isRuling = ({ operation, attributes }: PendingChange) => operation !== 'UPDATED' || attributes.some((name) => !inert.includes(name));

/** The policies of which a change makes it unknown who is in them. */
function unsettledBy(change: PendingChange, policies: KeptPolicies): string[] {
  if (change.resourceType === 'Policy') return isRuling(change) ? [change.resourceId, ...thoseThatName(change.resourceId, policies)] : [];
  const isDefinition = change.resourceType === 'AttributeDefinition' || change.resourceType === 'FactDefinition';
  return isDefinition && change.operation !== 'UPDATED' ? readByDefinitions(policies) : [];
}

/** Policies that very many are touched for are judged as a whole, and of no one else by themselves. */
function settleMany({ User, Device }: Touched, whole: Causes): void {
  const counts = new Map<string, { touched: number; changeId: bigint }>();
  for (const causes of [...User.values(), ...Device.values()])
    for (const [policyId, cause] of causes) {
      const known = counts.get(policyId) ?? { touched: 0, changeId: 0n };
      counts.set(policyId, { touched: known.touched + 1, changeId: cause !== null && cause > known.changeId ? cause : known.changeId });
    }
  for (const [policyId, { touched, changeId }] of counts) if (touched > mostTouched) wholly(whole, [policyId], changeId);
  for (const causes of [...User.values(), ...Device.values()]) for (const policyId of whole.keys()) causes.delete(policyId);
}

/**
 * Makes the kept membership what it is after the changes, by judging only those whom they may concern. Of the policies that it gives back, with their
 * causes, everybody is to be judged.
 */
export async function follow(db: Db, changes: readonly PendingChange[], policies: KeptPolicies, now: Date): Promise<Causes> {
  const whole: Causes = new Map();
  for (const change of changes) wholly(whole, unsettledBy(change, policies), change.id);
  const touches = [...changes.flatMap(touchesOf), ...(await touchesOfGroups(db, changes, policies.places, whole))];
  const touched = await trace(touches, policies.places, linksOf(db, changes), whole);
  settleMany(touched, whole);
  const ends = changes.flatMap(({ id, operation, resourceId }) => (operation === 'DELETED' ? [[resourceId, id] as const] : []));
  await judgeSome(db, touched, new Map(ends), policies, now);
  return whole;
}
