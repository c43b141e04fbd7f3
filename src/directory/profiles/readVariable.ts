import type { Fields, ManagedDevice, Person } from '../conditions/subjects.ts';
import type { Owner, Variable } from './variables.ts';

/** The names of groups, by their ids. */
export type GroupNames = ReadonlyMap<string, string>;

/** The texts that a variable stands for, or why it stands for none. */
export type Value = { texts: string[]; absent?: undefined } | { absent: string };

/** One value as people write it; what is no value is none. */
function textsOf(raw: unknown): string[] {
  if (Array.isArray(raw)) return raw.flatMap(textsOf);
  // To the second: a date of a property list has no more.
  if (raw instanceof Date) return [raw.toISOString().replace(/\.\d+Z$/, 'Z')];
  if (typeof raw === 'string') return raw === '' ? [] : [raw];
  return typeof raw === 'number' || typeof raw === 'boolean' ? [String(raw)] : [];
}

const userOf = ({ assignedUser, assignedUserId }: ManagedDevice): Person | string =>
  assignedUser ?? (assignedUserId === null ? 'The device is assigned to nobody.' : 'The person to whom the device was assigned is gone.');

/** Whom a variable tells of, or why there is nobody. */
const owners: Record<Owner, (device: ManagedDevice) => Fields | string> = {
  device: (device) => device,
  user: userOf,
  manager(device) {
    const user = userOf(device);
    return typeof user === 'string' ? user : (user.manager ?? 'The person to whom the device is assigned has no manager who is known.');
  },
};

const called: Record<Owner, string> = {
  device: 'The device',
  user: 'The person to whom the device is assigned',
  manager: 'The manager of the person to whom the device is assigned',
};

/** The names of groups in one order, whatever the order in which they were joined. */
const namesOf = (ids: readonly string[], names: GroupNames) => ids.flatMap((id) => names.get(id) ?? []).sort();

const isPerson = (row: Fields): row is Fields & Pick<Person, 'groups'> => 'groups' in row;

/** What a variable stands for on a device. */
export function readVariable(name: string, variable: Variable, device: ManagedDevice, groupNames: GroupNames): Value {
  const row = owners[variable.owner](device);
  if (typeof row === 'string') return { absent: row };
  if ('groups' in variable) {
    const texts = isPerson(row) ? namesOf(row.groups[variable.groups], groupNames) : [];
    return texts.length ? { texts } : { absent: `${called.user} is in no group.` };
  }
  const texts = textsOf(variable.value(row));
  return texts.length ? { texts } : { absent: `${called[variable.owner]} has no ${name.slice(variable.owner.length + 1)}.` };
}
