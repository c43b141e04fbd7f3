import { isDeepStrictEqual } from 'node:util';
import type { Prisma } from '#generated/prisma/client.ts';
import type { Definitions } from '../conditions/definitions.ts';
import type { PolicyRules } from '../conditions/policyConditions.ts';
import { readText } from '../conditions/text/readText.ts';
import { invalidInput } from '../errors.ts';
import { type Ruled, subjects } from './heldRules.ts';
import type { WheresInput } from './policyInput.ts';

/** The conditions that an input says, of those it says. */
export type SaidWheres = { [Column in Ruled]?: Prisma.JsonObject | null };

const columns = ['users', 'devices'] as const;

/** What JSON keeps of a where, such as instants as text. */
const asKept = (where: object): Prisma.JsonObject => JSON.parse(JSON.stringify(where));

/** The wheres of an input, as they are kept; null is none. */
export function readWheres(input: WheresInput, definitions: Definitions): SaidWheres {
  const said: SaidWheres = {};
  for (const column of columns) {
    const [where, text] = [input[column], input[`${column}Text`]];
    if (where && text) throw invalidInput(`${column}Text: must not stand beside ${column}. Send one of the two.`, `${column}Text`);
    if (where === undefined && text === undefined) continue;
    const asked = text ? readText(subjects[column], text, definitions, `${column}Text`) : where;
    said[column] = asked ? asKept(asked) : null;
  }
  return said;
}

/** Those that differ from what is stored. */
export const changedWheres = (said: SaidWheres, stored?: Pick<PolicyRules, Ruled>): Ruled[] =>
  columns.filter((column) => said[column] !== undefined && !isDeepStrictEqual(said[column], stored?.[column] ?? null));
