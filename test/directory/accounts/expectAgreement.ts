import { expect } from 'vitest';
import type { AccountMatch, Device, DeviceAssignment } from '#generated/prisma/client.ts';
import type { Database } from '#prisma/openDatabase.ts';
import { decide } from './decide.ts';

/** Whose a device is, and by which source. */
const ownerOf = ({ assignmentSource, assignedUserId }: Device) => [assignmentSource, assignedUserId];

/**
 * That every device of the connection is as rules, accounts and people say, once all changes are followed; `handed` tells whose a device is by hand, as
 * far as any is.
 */
export async function expectAgreement({ db }: Database, connectionId: string, handed: ReadonlyMap<string, string> = new Map()) {
  const { assignmentRules } = await db.connection.findUniqueOrThrow({ where: { id: connectionId } });
  const people = await db.user.findMany({ where: { connectionId } });
  const include = { accountMatch: true, assignments: { orderBy: { id: 'asc' } } } as const;
  for (const { accountMatch, assignments, ...device } of await db.device.findMany({ where: { connectionId }, include })) {
    const decision = decide(assignmentRules as AccountMatch[], device.reportedAccount, people);
    const kept = accountMatch && { state: accountMatch.state, rule: accountMatch.rule, candidateIds: accountMatch.candidateIds };
    expect(kept, device.reportedAccount ?? 'without an account').toEqual(decision);
    const byRule = decision?.state === 'MATCHED' ? decision.candidateIds[0] : undefined;
    const byHand = handed.get(device.id);
    expect(ownerOf(device)).toEqual(byHand ? ['MANUAL', byHand] : byRule ? ['RULE', byRule] : [null, null]);
    expectHistory(device, assignments);
  }
}

/** That one assignment ends before the next begins, and that the last is the present one. */
function expectHistory(device: Device, assignments: readonly DeviceAssignment[]) {
  for (const [place, { endedAt }] of assignments.slice(0, -1).entries())
    expect(endedAt?.getTime()).toBeLessThanOrEqual(assignments[place + 1]?.assignedAt.getTime() ?? 0);
  const present = assignments.filter(({ endedAt }) => endedAt === null);
  expect(present.map(({ source, userId }) => [source, userId])).toEqual(device.assignedUserId ? [ownerOf(device)] : []);
}
