import type { Policy } from '#generated/prisma/client.ts';
import { collision, forbidden, notFound, staleVersion } from '../errors.ts';
import { attempts, pauseAfter } from '../lostRaces.ts';
import { forget } from '../memory.ts';
import { isUuid, mayOperate, type Session } from '../session.ts';
import { isAt, type Version } from '../versions.ts';
import { heldRules } from './heldRules.ts';
import { type KnownPolicies, nameable, readKnownPolicies } from './knownPolicies.ts';
import { changedListings, type Listings } from './listings.ts';
import { type PolicyChange, type PolicyColumns, partsOf, readColumns, type WheresInput } from './policyInput.ts';
import { changesPolicy, seesPolicy } from './policyReach.ts';
import { changedWheres, readWheres } from './readWheres.ts';
import { toReferences } from './references.ts';
import { type PolicyWrite, replacePolicy } from './writePolicy.ts';

interface Change {
  readonly columns: PolicyColumns;
  readonly wheres: WheresInput;
  readonly listings: Listings;
}

/** Changes a policy, unless someone else has since `expectedVersion` was read. */
export async function updatePolicy(session: Session, id: string, input: PolicyChange, expectedVersion?: Version): Promise<string> {
  mayOperate(session);
  const parts = partsOf(input);
  const change = { columns: readColumns(parts.columns), wheres: parts.wheres, listings: changedListings(parts.listings) };
  if (!isUuid(id)) throw notFound('Policy', id);
  for (let failures = 1; failures <= attempts; failures += 1) {
    const written = await attempt(session, id, change, expectedVersion);
    forget(session.db);
    if (written !== undefined) return written;
    await pauseAfter(failures);
  }
  throw collision();
}

/** What changes who is in the policy is written to the version that it was held to, or not at all. */
async function attempt(session: Session, id: string, change: Change, expectedVersion: Version): Promise<string | undefined> {
  const { columns, wheres, listings } = change;
  if (columns.enabled === undefined && Object.values(wheres).every((where) => where === undefined)) {
    const { connectionId, version } = changeable(session, id, expectedVersion, await session.db.policy.findMany({ where: { id } }));
    const replaces = listings.leaving.some(({ allBut }) => allBut);
    return replacePolicy(session, id, replaces ? version : expectedVersion, { connectionId, columns, references: null, listings });
  }
  const known = await readKnownPolicies(session);
  const policy = changeable(session, id, expectedVersion, known.rows);
  return replacePolicy(session, id, policy.version, heldWrite(session, policy, change, known));
}

function heldWrite(session: Session, policy: Policy, { columns, wheres, listings }: Change, known: KnownPolicies): PolicyWrite {
  const said = readWheres(wheres, nameable(session, policy.connectionId, known));
  const changed = changedWheres(said, policy);
  const names = heldRules(session, { ...policy, ...said, enabled: columns.enabled ?? policy.enabled }, changed, known);
  return {
    connectionId: policy.connectionId,
    columns: { ...columns, ...said },
    references: changed.length ? toReferences(names, known.definitions) : null,
    listings,
  };
}

/** The policy as it is stored, or why the session may not change it. */
function changeable(session: Session, id: string, expectedVersion: Version, rows: readonly Policy[]): Policy {
  const policy = rows.find((row) => row.id === id.toLowerCase());
  if (!policy || !seesPolicy(session, policy)) throw notFound('Policy', id);
  if (!changesPolicy(session, policy)) throw forbidden('change a policy of all connections: it is limited to some');
  if (!isAt(policy, expectedVersion)) throw staleVersion('Policy', id);
  return policy;
}
