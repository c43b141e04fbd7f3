import type { DateTimeComparison } from '../documents/generated.ts';
import { constant, instant } from './comparisons.ts';
import { complexValue } from './complexValue.ts';
import { always, type Combination, type Questions } from './Question.ts';

interface Dated<Where> extends Combination<Where> {
  createdAt?: DateTimeComparison | null;
  updatedAt?: DateTimeComparison | null;
}

/** What can be asked of the `meta` of a type (RFC 7643 §3.1). */
export const metaOf = <Where extends Dated<Where>>(type: string): Questions<Where> =>
  complexValue<Where>(
    'meta',
    { present: () => always(true) },
    {
      resourceType: constant(type),
      created: instant((createdAt) => ({ createdAt }) as Where),
      lastModified: instant((updatedAt) => ({ updatedAt }) as Where),
    },
  );
