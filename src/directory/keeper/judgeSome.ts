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

const none: ReadonlySet<string> = new Set();

/** The lines that tell of the end of people and devices, by their ids. */
export type Ends = ReadonlyMap<string, bigint>;

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

/** Where the verdicts are others than before. */
function verdicts(
  { type, id, causes }: Case,
  subject: Person | ManagedDevice,
  kept: ReadonlySet<string>,
  { all }: KeptPolicies,
  now: Date,
): Difference[] {
  const { connectionId } = subject;
  return [...causes].flatMap(([policyId, changeId]) => {
    const policy = all.get(policyId);
    if (policy === undefined) return [];
    const enters = holds(policy[type], subject, now);
    return enters === kept.has(policyId) ? [] : { policyId, policyVersion: policy.version, type, id, connectionId, enters, changeId };
  });
}

/** Whoever is no more is in no policy from the line on that tells of their end; before it is followed, nothing is told of them. */
function departures({ type, id }: Case, changeId: bigint | undefined, kept: ReadonlySet<string>, { all }: KeptPolicies): Difference[] {
  if (changeId === undefined) return [];
  return [...kept].flatMap((policyId) => {
    const policy = all.get(policyId);
    return policy ? { policyId, policyVersion: policy.version, type, id, connectionId: null, enters: false, changeId } : [];
  });
}

async function judgeChunk(db: Db, cases: readonly Case[], ends: Ends, policies: KeptPolicies, now: Date): Promise<void> {
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
    const subject = subjects[one.type].get(one.id);
    found.push(...(subject ? verdicts(one, subject, policyIds, policies, now) : departures(one, ends.get(one.id), policyIds, policies)));
    judged += one.causes.size;
    if (judged < breath) continue;
    judged = 0;
    await setImmediate();
  }
  await writeDifferences(db, found, now);
}

/** Judges people and devices, each by the policies that it was touched for, and keeps what has changed. */
export async function judgeSome(db: Db, touched: Touched, ends: Ends, policies: KeptPolicies, now: Date): Promise<void> {
  const cases = casesOf(touched);
  for (let start = 0; start < cases.length; start += chunk) await judgeChunk(db, cases.slice(start, start + chunk), ends, policies, now);
}
