/** One side of each comparison. */
export type Side = 'product' | 'bare';

export interface Tenant {
  readonly connectionId: string;
  readonly token: string;
}

/** What the operations speak of. */
export interface World {
  /** The connection of the people who are read and changed. */
  readonly people: Tenant;
  readonly userIds: readonly string[];
  /** A connection for those who are created. */
  readonly newcomers: Tenant;
  /** A large organisation: 100,000 people with a device each, and 1,000 groups. */
  readonly large: Tenant;
  /** The connection of the groups that people are added to. */
  readonly groups: Tenant;
  /** People there who are in no group. */
  readonly joinerIds: readonly string[];
  /** A group of each size for each side. */
  readonly groupIds: Readonly<Record<Side, ReadonlyMap<number, string>>>;
}

export const userCount = 10_000;
export const departments = 20;
export const groupSizes = [100, 10_000, 100_000] as const;
export const joinerCount = 40_000;
export const large = { users: 100_000, groups: 1000 } as const;

export const serialNumberOf = (n: number) => `SERIAL${n}`;
export const userNameOf = (n: number) => `person${n}@bench.example`;
