import type { Device, Group, PolicyListing, User } from '#generated/prisma/client.ts';

/** What is read in memory: a row, or an element of a list. */
export type Fields = Readonly<Record<string, unknown>>;

/** Ids of one step, and of any number of steps of one or more. */
export type Reach = { direct: string[]; all: string[] };

/** Where someone stands in a policy by hand. */
export type Listing = Pick<PolicyListing, 'policyId' | 'mode'>;

/**
 * A person as a condition asks about them in memory: the row, the groups they are in, their devices, the manager it resolves to, and the policies that
 * list them.
 */
export type Person = User & { groups: Reach; devices: ManagedDevice[]; manager: Person | null; listings: Listing[] };

/**
 * A device as a condition asks about it in memory: the row, the user of its connection that it is assigned to, if there is one, and the policies that
 * list it.
 */
export type ManagedDevice = Device & { assignedUser: Person | null; listings: Listing[] };

/** A group as a condition asks about it in memory: the row, the groups it is in, and the users and groups in it. */
export type PeopleGroup = Group & { groups: Reach; members: Reach };
