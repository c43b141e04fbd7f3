import { limitExceeded } from '#directory/errors.ts';
import { defaultPageSize } from '#directory/pages.ts';

/** How much one operation may ask for: values in its answer, levels, and fields in its document. */
const limits = { complexity: 100_000, depth: 15, breadth: 500 };

interface PageSize {
  first?: number | null;
  last?: number | null;
}

const isPaged = ({ args }: { args: readonly { name: string }[] }) => args.some(({ name }) => name === 'first');

/** Lists without pages, with the length that is reckoned with. */
const usualLengths: Record<string, number> = { groupReferences: 20, memberReferences: 100, reportChain: 10 };

/** Every value costs one; what stands below a page, as often as the page has rows. */
export const costs = {
  limit: limits,
  defaultListMultiplier: 1,
  fieldComplexity: ({ first, last }: PageSize, _context: object, field: { name: string; args: readonly { name: string }[] }) => ({
    field: 1,
    multiplier: isPaged(field) ? Math.max(first ?? last ?? defaultPageSize, 1) : (usualLengths[field.name] ?? 1),
  }),
  complexityError: (kind: string, { complexity, depth, breadth }: typeof limits) =>
    limitExceeded(
      `The operation asks for too much (${kind}): up to ${complexity} values, ${depth} levels and ${breadth} fields. At most ${limits.complexity}, ${limits.depth} and ${limits.breadth} are answered: ask for smaller pages.`,
    ),
};
