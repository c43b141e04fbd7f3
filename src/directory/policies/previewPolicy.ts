import { type Policy, Prisma } from '#generated/prisma/client.ts';
import type { Condition } from '../conditions/condition.ts';
import type { Definitions } from '../conditions/definitions.ts';
import { InvalidCondition } from '../conditions/invalidCondition.ts';
import {
  type PolicyConditions,
  type PolicyRules,
  policyConditions,
  readPolicies,
  storedConditions,
} from '../conditions/policyConditions.ts';
import { readCondition } from '../conditions/readCondition.ts';
import { toSql } from '../conditions/toSql.ts';
import { forbidden, notFound } from '../errors.ts';
import { homeOf, type Session } from '../session.ts';
import { heldRules } from './heldRules.ts';
import { readKnownPolicies } from './knownPolicies.ts';
import type { WheresInput } from './policyInput.ts';
import { seesPolicy } from './policyReach.ts';
import { changedWheres, readWheres } from './readWheres.ts';
import { brokenPlaces, foundReferences, namesNothing, type Reference, scopeOf, toReferences } from './references.ts';
import { asShown } from './shownDefinitions.ts';
import { type Unmatched, unmatchedOf } from './unmatched.ts';

/** A policy as it might be: what is absent of the conditions stays as it is in the policy that is named, null clears it. */
export interface PolicyDraft extends WheresInput {
  readonly policyId?: string | null | undefined;
  readonly connectionId?: string | null | undefined;
}

type Subject = 'User' | 'Device';

/** Whom a draft would be for, and whom the policy is for now; nobody, where there is none yet. */
export interface PolicyPreview {
  readonly before: PolicyConditions | undefined;
  readonly after: PolicyConditions;
  readonly unmatched: () => Promise<Unmatched[]>;
}

/** Whom of a preview is asked for: all whom the draft would be for, those who would come, or those who would go. */
export type PreviewChange = 'ALL' | 'ENTERING' | 'LEAVING';

/** No policy has this id. */
const unborn = '00000000-0000-0000-0000-000000000000';

/** Reads a draft as it would be read if it were saved, and refuses what would be refused; it is looked at as if it were enabled. Writes nothing. */
export async function previewPolicy(session: Session, draft: PolicyDraft): Promise<PolicyPreview> {
  if (session.role === 'PROVISIONER') throw forbidden('see policies: its role is for people and groups');
  const known = await readKnownPolicies(session);
  const stored = storedPolicy(session, draft, known.rows);
  const said = readWheres(draft, known.definitions);
  const blank = { id: unborn, name: 'The draft', connectionId: homeOfDraft(session, draft), users: null, devices: null };
  const policy: PolicyRules = { ...(stored ?? blank), ...said, enabled: true };
  const scope = scopeOf(session, policy.connectionId);
  await refuseStrangers(scope, toReferences(heldRules(session, policy, changedWheres(said, stored), known), known.definitions));
  const definitions = { ...known.definitions, policies: readPolicies(known.rows, known.definitions) };
  return {
    before: stored && storedConditions(stored, definitions),
    after: policyConditions(policy, definitions),
    unmatched: () => unmatchedOf(scope, rulesOf(policy, asShown(session, definitions))),
  };
}

/** The rules alone, without those who are listed. */
const rulesOf = ({ users, devices }: PolicyRules, definitions: Definitions) => ({
  User: users === null ? null : readCondition('User', users, definitions, 'users'),
  Device: devices === null ? null : readCondition('Device', devices, definitions, 'devices'),
});

/** Refuses to name who is not there, as a policy that is saved would be refused. */
async function refuseStrangers(scope: Session, references: readonly Reference[]): Promise<void> {
  const [first] = await scope.db.$queryRaw<{ place: number }[]>`
    WITH found AS (${foundReferences(scope, references)}) ${brokenPlaces} ORDER BY place LIMIT 1`;
  const stranger = first && references[first.place];
  if (stranger) throw namesNothing(stranger);
}

function storedPolicy(session: Session, { policyId }: PolicyDraft, rows: readonly Policy[]): Policy | undefined {
  if (policyId == null) return undefined;
  const stored = rows.find(({ id }) => id === policyId.toLowerCase());
  if (!stored || !seesPolicy(session, stored)) throw notFound('Policy', policyId);
  return stored;
}

const homeOfDraft = (session: Session, { connectionId }: PolicyDraft): string | null =>
  connectionId == null && session.connections === 'all' ? null : homeOf(session, connectionId);

const row = Prisma.sql`"row"`;

/** Whether a row is among those who are asked for. */
export function previewSql({ before, after }: PolicyPreview, subject: Subject, change: PreviewChange): Prisma.Sql {
  const isIn = (condition: Condition | undefined) => (condition ? toSql(condition, row) : Prisma.sql`FALSE`);
  const [was, is] = [isIn(before?.[subject]), isIn(after[subject])];
  if (change === 'ALL') return is;
  return change === 'ENTERING' ? Prisma.sql`(${is} AND NOT (${was}))` : Prisma.sql`(${was} AND NOT (${is}))`;
}

/** What of a policy that is saved nobody meets today; nothing of one that cannot be read any more, whose `broken` says so. */
export async function unmatchedOfPolicy(session: Session, policyId: string): Promise<Unmatched[]> {
  try {
    return await (await previewPolicy(session, { policyId })).unmatched();
  } catch (error) {
    if (error instanceof InvalidCondition) return [];
    throw error;
  }
}
