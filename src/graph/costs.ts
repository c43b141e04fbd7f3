import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type ExecutionArgs, getOperationAST, Kind } from 'graphql';
import { chainLengths } from '#directory/conditions/managers.ts';
import { relationsIn } from '#directory/conditions/relationsIn.ts';
import { limitExceeded } from '#directory/errors.ts';
import { defaultPageSize } from '#directory/pages.ts';
import type { Context } from './context.ts';

/** How much one operation may ask for: values in its answer, levels, and fields in its document. */
const limits = { complexity: 100_000, depth: 15, breadth: 500 };

type Complexity = typeof limits;

/** What an operation asks for, in words of our own. */
export interface Cost {
  readonly values: number;
  readonly depth: number;
  readonly fields: number;
}

const toCost = ({ complexity, depth, breadth }: Complexity): Cost => ({ values: complexity, depth, fields: breadth });

export const costLimit = toCost(limits);

interface Asked {
  first?: number | null;
  last?: number | null;
  where?: unknown;
}

const isPaged = ({ args }: { args: readonly { name: string }[] }) => args.some(({ name }) => name === 'first');

/** Lists without pages, with the length that is reckoned with: of a chain its longest, of all others what is seldom exceeded. */
const reckonedLengths: Record<string, number> = {
  candidates: 10,
  groupReferences: 100,
  // No object stands for a member of a column: that is a tenth of the work.
  memberColumns: 30,
  memberReferences: 300,
  observed: 10,
  reportChain: chainLengths.longest,
};

/** What a where costs in values: every row may have to be asked, and for each relation that it asks along, other rows besides. */
const costOfWhere = (where: unknown) => (where == null ? 0 : 100 + 500 * relationsIn(where));

const rowsOf = ({ first, last }: Asked) => Math.max(first ?? last ?? defaultPageSize, 1);

/** What the people or devices of a policy cost: as much as a where that asks along a relation, whatever its conditions are. */
export const costOfMembers = (asked: Asked) => ({ field: 600 + costOfWhere(asked.where), multiplier: rowsOf(asked) });

/** What the policies of a person or device cost, who are read with all that conditions ask about them. */
export const costOfPolicies = (asked: Asked) => ({ field: 100, multiplier: rowsOf(asked) });

/** What the profiles of a device cost, each of which is rendered. */
export const costOfRenderings = (asked: Asked) => ({ field: 100 + 100 * rowsOf(asked), multiplier: rowsOf(asked) });

/** Every value costs one; what stands below a page, as often as the page has rows. */
export const costs = {
  // Over HTTP an operation has been measured as a whole by the time that its first field asks.
  limit: (context: Context) => (measured.has(context) ? {} : limits),
  defaultListMultiplier: 1,
  fieldComplexity: ({ first, last, where }: Asked, _context: object, field: { name: string; args: readonly { name: string }[] }) => ({
    field: 1 + costOfWhere(where),
    multiplier: isPaged(field) ? rowsOf({ first, last }) : (reckonedLengths[field.name] ?? 1),
  }),
  complexityError: (_kind: string, complexity: Complexity) => tooCostly(toCost(complexity)),
};

const measured = new WeakSet<object>();

/** What the operation asks for; nothing when its variables cannot be read. */
export function costOf({ schema, document, operationName, variableValues, contextValue }: ExecutionArgs): Cost | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation) return undefined;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  try {
    const complexity = complexityFromQuery(
      { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] },
      { schema, variables: { ...variableValues } },
    );
    measured.add(contextValue as object);
    return toCost(complexity);
  } catch {
    return undefined;
  }
}

export const exceeds = ({ values, depth, fields }: Cost) =>
  values > costLimit.values || depth > costLimit.depth || fields > costLimit.fields;

export const tooCostly = ({ values, depth, fields }: Cost) =>
  limitExceeded(
    `The operation asks for too much: up to ${values} values, ${depth} levels and ${fields} fields. At most ${costLimit.values}, ${costLimit.depth} and ${costLimit.fields} are answered: ask for smaller pages, or in several operations. A where costs 100 values, and 500 more for each relation that it asks along; the people or devices of a policy cost 600, the policies of one 100, and each profile that is rendered 100 more.`,
  );
