import type { Device, Group, User } from '#generated/prisma/client.ts';

/** What is read in memory: a row, or an element of a list. */
export type Fields = Readonly<Record<string, unknown>>;

/** Ids of one step, and of any number of steps of one or more. */
export type Reach = { direct: string[]; all: string[] };

/** A person as a condition asks about them in memory: the row, the groups they are in, their devices, and the manager it resolves to. */
export type Person = User & { groups: Reach; devices: ManagedDevice[]; manager: Person | null };

/** A device as a condition asks about it in memory: the row, and the user of its connection that it is assigned to, if there is one. */
export type ManagedDevice = Device & { assignedUser: Person | null };

/** A group as a condition asks about it in memory: the row, the groups it is in, and the users and groups in it. */
export type PeopleGroup = Group & { groups: Reach; members: Reach };
