import type { CollectionName, Condition, Quantified } from './condition.ts';
import { allOf, readComparison, readSomeFields } from './readComparison.ts';

const quantifiers: readonly string[] = ['any', 'all', 'none'] satisfies Quantified['kind'][];
const isQuantifier = (name: string): name is Quantified['kind'] => quantifiers.includes(name);

/** The conditions that any, all, none and count of a collection make; each of the first three is read as a condition on an element. */
export const readCollection = (
  path: string,
  raw: unknown,
  collection: CollectionName,
  readElement: (path: string, raw: unknown) => Condition,
): Condition =>
  allOf(
    readSomeFields(path, raw, [...quantifiers, 'count']).map(([asked, operand]) => {
      const at = `${path}.${asked}`;
      return isQuantifier(asked)
        ? { kind: asked, ...collection, condition: readElement(at, operand) }
        : readComparison('number', at, operand, (comparison) => ({ kind: 'count', ...collection, ...comparison }));
    }),
  );

/** A text of a list is compared as a value is; what stands beside each other is asked of one text. */
export const readTextElement = (path: string, raw: unknown): Condition =>
  readComparison('string', path, raw, (comparison) => ({ kind: 'compare', subject: 'Text', attribute: 'value', ...comparison }));
