import type { Definitions } from '../conditions/definitions.ts';
import type { Reads } from '../conditions/reads.ts';
import { type Owner, type Variable, variableNamed } from './variables.ts';

const nothing = (): Reads => ({ columns: new Set(), groups: new Set(), listings: new Set() });

/** What is read of the one of whom a variable tells, and on the way there. */
const ways: Record<Owner, (device: Reads) => Reads> = {
  device: (device) => device,
  user(device) {
    device.columns.add('assignedUserId');
    device.assignedUser ??= nothing();
    return device.assignedUser;
  },
  manager(device) {
    const user = ways.user(device);
    user.columns.add('managerReference');
    user.manager ??= nothing();
    return user.manager;
  },
};

function read(reads: Reads, variable: Variable, groups: Iterable<string>): void {
  if ('column' in variable) reads.columns.add(variable.column);
  else for (const group of groups) reads.groups.add(group);
}

/** What decides on a device for what these variables stand; whoever is in groups, it is these groups that are looked at. */
export function readsOfVariables(names: readonly string[], definitions: Definitions, groups: Iterable<string>): Reads {
  const device = nothing();
  for (const name of names) {
    const variable = variableNamed(name, definitions);
    if (variable) read(ways[variable.owner](device), variable, groups);
  }
  return device;
}
