import type { Group, User } from '#generated/prisma/client.ts';

/** Ids of one step, and of any number of steps of one or more. */
export type Reach = { direct: string[]; all: string[] };

/** A person as a condition asks about them in memory: the row, the groups they are in, and the manager it resolves to. */
export type Person = User & { groups: Reach; manager: Person | null };

/** A group as a condition asks about it in memory: the row, the groups it is in, and the users and groups in it. */
export type PeopleGroup = Group & { groups: Reach; members: Reach };
