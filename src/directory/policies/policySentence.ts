import type { Condition } from '../conditions/condition.ts';
import { says } from '../conditions/says.ts';

interface Counts {
  readonly people: number;
  readonly devices: number;
}

/** Who is listed by hand in a policy, in numbers. */
export interface ListedCounts {
  readonly included: Counts;
  readonly excluded: Counts;
}

export const nobodyListed: Counts = { people: 0, devices: 0 };

/** What of a policy is told in one sentence. */
export interface Told {
  readonly enabled: boolean;
  readonly users: Condition | null;
  readonly devices: Condition | null;
  readonly connection: string | null;
  readonly listed: ListedCounts;
}

const isAnything = (condition: Condition) => condition.kind === 'and' && condition.conditions.length === 0;

const which = (all: string, some: string, condition: Condition) => (isAnything(condition) ? all : `${some} (${says(condition)})`);

function ruled({ users, devices }: Told): string {
  if (!users && !devices) return 'nobody but those who are included by hand';
  const people = users && which('all people', 'people for whom', users);
  if (!devices) return `${people} and their devices`;
  return people
    ? `${people} and ${which('their devices', 'those of their devices for which', devices)}`
    : which('all devices', 'devices for which', devices);
}

const counted = (count: number, one: string, several: string) => (count === 0 ? [] : [`${count} ${count === 1 ? one : several}`]);

function listed({ people, devices }: Counts, how: string): string[] {
  const who = [...counted(people, 'person', 'people'), ...counted(devices, 'device', 'devices')];
  return who.length ? [`${who.join(' and ')} ${people + devices === 1 ? 'is' : 'are'} ${how} by hand`] : [];
}

/** A policy as a sentence for people. */
export function policySentence(told: Told): string {
  const rule = `For ${ruled(told)}${told.connection === null ? '' : ` in ${JSON.stringify(told.connection)}`}`;
  const parts = [rule, ...listed(told.listed.included, 'included'), ...listed(told.listed.excluded, 'excluded')];
  return `${told.enabled ? '' : 'Disabled, and so for nobody. '}${parts.join('; ')}.`;
}
