import type { Condition } from './condition.ts';
import { type Reads, readsOf, type Step, steps } from './reads.ts';

/** Which relations of a person or device have to be read, and of those they lead to. */
export type Needs = { groups?: boolean; listings?: boolean } & { [step in Step]?: Needs };

/** What has to be read of people and of devices. */
export type SubjectNeeds = { User: Needs; Device: Needs };

function allOf(reads: readonly Reads[]): Needs {
  const needs: Needs = {
    groups: reads.some(({ groups }) => groups.size > 0),
    listings: reads.some(({ listings }) => listings.size > 0),
  };
  for (const step of steps) {
    const next = reads.flatMap((read) => read[step] ?? []);
    if (next.length > 0) needs[step] = allOf(next);
  }
  return needs;
}

/** What all of the conditions need together. */
export const needsOf = (conditions: readonly { User: Condition; Device: Condition }[]): SubjectNeeds => ({
  User: allOf(conditions.map(({ User }) => readsOf(User))),
  Device: allOf(conditions.map(({ Device }) => readsOf(Device))),
});
