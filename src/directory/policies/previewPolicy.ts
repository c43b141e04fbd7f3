import { type Policy, Prisma } from '#generated/prisma/client.ts';
import type { Condition } from '../conditions/condition.ts';
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
import { toReferences } from './references.ts';
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
  toReferences(heldRules(session, policy, changedWheres(said, stored), known), known.definitions);
  const definitions = { ...known.definitions, policies: readPolicies(known.rows, known.definitions) };
  const wheres = {
    User: policy.users === null ? null : readCondition('User', policy.users, definitions, 'users'),
    Device: policy.devices === null ? null : readCondition('Device', policy.devices, definitions, 'devices'),
  };
  const scope = policy.connectionId === null ? session : { ...session, connections: [policy.connectionId] };
  return {
    before: stored && storedConditions(stored, definitions),
    after: policyConditions(policy, definitions),
    unmatched: () => unmatchedOf(scope, wheres),
  };
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
