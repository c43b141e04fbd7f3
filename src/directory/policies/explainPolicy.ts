import { type Explained, explain } from '../conditions/explain.ts';
import { InvalidCondition } from '../conditions/invalidCondition.ts';
import { loadSubjects } from '../conditions/loadSubjects.ts';
import { needsOf } from '../conditions/needs.ts';
import { policyConditions } from '../conditions/policyConditions.ts';
import type { ManagedDevice, Person } from '../conditions/subjects.ts';
import { invalidInput, notFound } from '../errors.ts';
import { isUuid, reaches, type Session } from '../session.ts';
import { seesPolicy } from './policyReach.ts';
import { shownDefinitions } from './shownDefinitions.ts';

/** Of whom it is asked: one of the two. */
export interface ExplainedSubject {
  readonly userId?: string | null | undefined;
  readonly deviceId?: string | null | undefined;
}

/** One node of the conditions of a policy; the nodes stand in the order in which they are read, each behind the one that it belongs to. */
export type ExplainedNode = Omit<Explained, 'children'> & { place: number; parent: number | null; depth: number };

/** Why a policy is for a person or device, or is not. */
export interface PolicyExplanation {
  readonly policyId: string;
  readonly subject: 'User' | 'Device';
  readonly subjectId: string;
  /** Whether the policy is for them. */
  readonly applies: boolean;
  /** Whether it is for anybody: the nodes of a disabled policy say for whom it would be. */
  readonly enabled: boolean;
  readonly nodes: readonly ExplainedNode[];
  /** Whether there are more nodes than are told. */
  readonly truncated: boolean;
}

const mostNodes = 1000;

/** Asks the conditions of a policy of one person or device, as they are at this moment. */
export async function explainPolicy(session: Session, policyId: string, asked: ExplainedSubject): Promise<PolicyExplanation> {
  const { subject, id } = subjectOf(asked);
  const policy = isUuid(policyId) ? await session.db.policy.findUnique({ where: { id: policyId } }) : null;
  if (!policy || !seesPolicy(session, policy)) throw notFound('Policy', policyId);
  const definitions = await shownDefinitions(session, [policy.users, policy.devices]);
  const conditions = readable(() => policyConditions({ ...policy, enabled: true }, definitions));
  const row = await subjectIn(session, subject, id, needsOf([conditions]));
  const tree = explain(conditions[subject], row, new Date());
  const nodes = [...nodesOf(tree)];
  return {
    policyId: policy.id,
    subject,
    subjectId: row.id,
    applies: policy.enabled && tree.holds,
    enabled: policy.enabled,
    nodes,
    truncated: nodes.length === mostNodes,
  };
}

function subjectOf({ userId, deviceId }: ExplainedSubject): { subject: 'User' | 'Device'; id: string } {
  if (deviceId != null && userId == null) return { subject: 'Device', id: deviceId };
  if (userId != null && deviceId == null) return { subject: 'User', id: userId };
  throw invalidInput('Name whom it is to be explained for: send deviceId or userId, and not both.');
}

function readable<Conditions>(read: () => Conditions): Conditions {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidCondition)
      throw invalidInput(`The policy is for nobody, because it cannot be read any more: ${error.message}`);
    throw error;
  }
}

async function subjectIn(
  session: Session,
  subject: 'User' | 'Device',
  id: string,
  needs: ReturnType<typeof needsOf>,
): Promise<Person | ManagedDevice> {
  const ids = isUuid(id) ? [id.toLowerCase()] : [];
  const { users, devices } = await loadSubjects(session.db, subject === 'User' ? { users: ids } : { devices: ids }, needs);
  const row = users[0] ?? devices[0];
  if (!row || !reaches(session, row.connectionId)) throw notFound(subject, id);
  return row;
}

function* nodesOf(tree: Explained): Generator<ExplainedNode> {
  const waiting: { node: Explained; parent: number | null; depth: number }[] = [{ node: tree, parent: null, depth: 0 }];
  for (let place = 0; place < mostNodes; place += 1) {
    const next = waiting.pop();
    if (next === undefined) return;
    const { node, parent, depth } = next;
    const { children, ...told } = node;
    yield { ...told, place, parent, depth };
    for (const child of children.toReversed()) waiting.push({ node: child, parent: place, depth: depth + 1 });
  }
}
