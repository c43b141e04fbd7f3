import { type Reads, type Step, steps } from '../conditions/reads.ts';

export type JudgedType = 'User' | 'Device';

/** What a policy reads of people and of devices to tell whether they are in it. */
export type PolicyReads = { id: string } & Record<JudgedType, Reads>;

type Readers = Map<string, Set<string>>;

/**
 * Where on the ways of conditions a person or device may stand: as the one who is in a policy or not, as the manager of that one, and so on; with the ids
 * of the policies that look there, and at what.
 */
export type Place = {
  /** Of what those who stand there are. */
  type: JudgedType;
  /** The place that they are reached from, and how; none for those who are in a policy or not. */
  from: { place: Place; step: Step } | undefined;
  depth: number;
  /** The policies that look there at all. */
  policies: Set<string>;
  columns: Readers;
  groups: Readers;
  listings: Readers;
};

/** The places of all policies; those that are reached from others come before these. */
export type Places = readonly Place[];

const reached: Record<Step, JudgedType> = { manager: 'User', devices: 'Device', assignedUser: 'User' };

const placeOf = (type: JudgedType, from?: Place['from']): Place => ({
  type,
  from,
  depth: from ? from.place.depth + 1 : 0,
  policies: new Set(),
  columns: new Map(),
  groups: new Map(),
  listings: new Map(),
});

function note(readers: Readers, names: Iterable<string>, policyId: string): void {
  for (const name of names) readers.set(name, (readers.get(name) ?? new Set()).add(policyId));
}

/** The places that are known so far, by the place and the step that they are reached by. */
type Known = Map<Place, { [step in Step]?: Place }>;

function add(known: Known, place: Place, policyId: string, reads: Reads): void {
  place.policies.add(policyId);
  for (const what of ['columns', 'groups', 'listings'] as const) note(place[what], reads[what], policyId);
  for (const step of steps) {
    const next = reads[step];
    if (next) add(known, beyond(known, place, step), policyId, next);
  }
}

function beyond(known: Known, place: Place, step: Step): Place {
  const places = known.get(place) ?? {};
  known.set(place, places);
  const next = places[step] ?? placeOf(reached[step], { place, step });
  places[step] = next;
  if (!known.has(next)) known.set(next, {});
  return next;
}

/** All places at which any of the policies looks. */
export function placesOf(policies: readonly PolicyReads[]): Places {
  const roots = { User: placeOf('User'), Device: placeOf('Device') };
  const known: Known = new Map([
    [roots.User, {}],
    [roots.Device, {}],
  ]);
  for (const policy of policies) for (const type of ['User', 'Device'] as const) add(known, roots[type], policy.id, policy[type]);
  return [...known.keys()].sort((one, other) => other.depth - one.depth);
}
