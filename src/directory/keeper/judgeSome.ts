import { setImmediate } from 'node:timers/promises';
import type { Prisma } from '#generated/prisma/client.ts';
import { holds } from '../conditions/holds.ts';
import { loadSubjects } from '../conditions/loadSubjects.ts';
import type { ManagedDevice, Person } from '../conditions/subjects.ts';
import type { Causes } from './causes.ts';
import { type Difference, readKept, writeDifferences } from './kept.ts';
import type { JudgedType } from './places.ts';
import type { KeptPolicies } from './policies.ts';
import type { Touched } from './trace.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** Someone who may have come into policies, or left them. */
type Case = { type: JudgedType; id: string; causes: Causes };

/** How many people and devices are read at once. */
const chunk = 250;

/** After how many verdicts the rest of the process has its turn. */
const breath = 500;

const casesOf = (touched: Touched): Case[] =>
  (['User', 'Device'] as const).flatMap((type) => Array.from(touched[type], ([id, causes]) => ({ type, id, causes })));

/** The same id may be asked for as a person's and as a device's: who is listed by hand is looked for among both. */
async function readSubjects(db: Db, cases: readonly Case[], { needs }: KeptPolicies) {
  const idsOf = (asked: JudgedType) => cases.flatMap(({ type, id }) => (type === asked ? [id] : []));
  const { users, devices } = await loadSubjects(db, { users: idsOf('User'), devices: idsOf('Device') }, needs);
  const byId = <Subject extends { id: string }>(subjects: readonly Subject[]) => new Map(subjects.map((subject) => [subject.id, subject]));
  return { User: byId(users), Device: byId(devices) };
}

/** Where the verdicts are others than before; whoever is no more is in no policy. */
function verdicts(
  { type, id, causes }: Case,
  subject: Person | ManagedDevice | undefined,
  kept: ReadonlySet<string>,
  { all }: KeptPolicies,
  now: Date,
): Difference[] {
  return [...(subject ? causes.keys() : kept)].flatMap((policyId) => {
    const policy = all.get(policyId);
    if (policy === undefined) return [];
    const enters = subject !== undefined && holds(policy[type], subject, now);
    if (enters === kept.has(policyId)) return [];
    const connectionId = subject?.connectionId ?? null;
    return { policyId, policyVersion: policy.version, type, id, connectionId, enters, changeId: causes.get(policyId) ?? null };
  });
}

const none: ReadonlySet<string> = new Set();

async function judgeChunk(db: Db, cases: readonly Case[], policies: KeptPolicies, now: Date): Promise<void> {
  const subjects = await readSubjects(db, cases, policies);
  const before = await readKept(
    db,
    cases.map(({ id }) => id),
  );
  const found: Difference[] = [];
  let judged = 0;
  for (const one of cases) {
    const kept = before.get(one.id);
    const policyIds = kept?.type === one.type ? kept.policyIds : none;
    found.push(...verdicts(one, subjects[one.type].get(one.id), policyIds, policies, now));
    judged += one.causes.size;
    if (judged < breath) continue;
    judged = 0;
    await setImmediate();
  }
  await writeDifferences(db, found, now);
}

/** Judges people and devices, each by the policies that it was touched for, and keeps what has changed. */
export async function judgeSome(db: Db, touched: Touched, policies: KeptPolicies, now: Date): Promise<void> {
  const cases = casesOf(touched);
  for (let start = 0; start < cases.length; start += chunk) await judgeChunk(db, cases.slice(start, start + chunk), policies, now);
}
