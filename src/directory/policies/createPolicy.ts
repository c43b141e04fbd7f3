import { connectionGone } from '../errors.ts';
import { forget } from '../memory.ts';
import { homeOf, mayOperate, type Session } from '../session.ts';
import { heldRules } from './heldRules.ts';
import { nameable, readKnownPolicies } from './knownPolicies.ts';
import { newListings } from './listings.ts';
import { type NewPolicy, partsOf, readNewColumns } from './policyInput.ts';
import { changedWheres, readWheres } from './readWheres.ts';
import { toReferences } from './references.ts';
import { insertPolicy } from './writePolicy.ts';

/** No policy has this id yet. */
const unborn = '00000000-0000-0000-0000-000000000000';

/** Makes a policy of the connection named, or of the only one in reach; for a session that reaches all, of all connections. */
export async function createPolicy(session: Session, { connectionId, ...input }: NewPolicy): Promise<string> {
  mayOperate(session);
  const parts = partsOf(input);
  const columns = readNewColumns(parts.columns);
  const home = connectionId == null && session.connections === 'all' ? null : homeOf(session, connectionId);
  const listings = newListings(parts.listings);
  const known = await readKnownPolicies(session);
  const wheres = readWheres(parts.wheres, nameable(session, home, known));
  const policy = { users: null, devices: null, enabled: true, ...columns, ...wheres, id: unborn, connectionId: home };
  const names = heldRules(session, policy, changedWheres(wheres), known);
  const references = toReferences(names, known.definitions);
  const id = await insertPolicy(session, { connectionId: home, columns: { ...columns, ...wheres }, references, listings });
  forget(session.db);
  if (id === undefined) throw connectionGone();
  return id;
}
