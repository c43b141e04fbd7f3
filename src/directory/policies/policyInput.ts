import { z } from 'zod';
import { OnDisable } from '#generated/prisma/client.ts';
import { plainText, read, requiredName, type Unread } from '../values.ts';

/** The columns of a policy that stand for themselves: absent keeps, null clears. */
const policyColumns = z
  .strictObject({
    name: requiredName,
    description: plainText,
    priority: z.int32(),
    enabled: z.boolean(),
    onDisable: z.enum(OnDisable),
  })
  .partial();

const newPolicyColumns = policyColumns.required({ name: true });

export type PolicyColumns = z.output<typeof policyColumns>;

/** The conditions of a policy, each as a where or as text, and not as both: null, or an empty text, is no condition. */
export interface WheresInput {
  readonly users?: object | null | undefined;
  readonly usersText?: string | null | undefined;
  readonly devices?: object | null | undefined;
  readonly devicesText?: string | null | undefined;
}

/** Who is listed by hand, people and devices by their ids. */
export interface NewListings {
  readonly include?: readonly string[] | null | undefined;
  readonly exclude?: readonly string[] | null | undefined;
}

/** How those who are listed change: `set` replaces all of them, then `remove` and `add` apply. Repeating a change changes nothing. */
export interface IdsChange {
  readonly set?: readonly string[] | null | undefined;
  readonly add?: readonly string[] | null | undefined;
  readonly remove?: readonly string[] | null | undefined;
}

export interface ListingChange {
  readonly users?: IdsChange | null | undefined;
  readonly devices?: IdsChange | null | undefined;
}

export interface ListingsChange {
  readonly include?: ListingChange | null | undefined;
  readonly exclude?: ListingChange | null | undefined;
}

type ColumnsInput = Unread<z.input<typeof policyColumns>>;

export type PolicyChange = ColumnsInput & WheresInput & ListingsChange;
export type NewPolicy = ColumnsInput & { name: string; connectionId?: string | null | undefined } & WheresInput & NewListings;

/** An input as its parts, each of which is read in a way of its own; what is none of the others is read with the columns. */
export function partsOf<List>(input: ColumnsInput & WheresInput & { include?: List; exclude?: List }) {
  const { users, usersText, devices, devicesText, include, exclude, ...columns } = input;
  return { columns, wheres: { users, usersText, devices, devicesText }, listings: { include, exclude } };
}

export const readColumns = (input: object): PolicyColumns => read(policyColumns, input);
export const readNewColumns = (input: object): PolicyColumns & { name: string } => read(newPolicyColumns, input);
