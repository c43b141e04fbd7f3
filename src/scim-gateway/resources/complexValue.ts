import { elementOf } from './collection.ts';
import { type Combination, combined, type Question, type Questions } from './Question.ts';
import { translateFilter } from './translateFilter.ts';

/** An attribute with one complex value: asked as a whole, by a sub-attribute, or by a filter, which holds for nobody without a value. */
export const complexValue = <Where extends Combination<Where>>(
  name: string,
  whole: Question<Where> & Required<Pick<Question<Where>, 'present'>>,
  parts: Questions<Where>,
): Questions<Where> => ({
  [name]: { ...whole, some: (filter) => combined({ and: [whole.present(), translateFilter(filter, elementOf(parts))] }) },
  ...Object.fromEntries(Object.entries(parts).map(([sub, question]) => [`${name}.${sub}`, question])),
});
