import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attribute, attributes } from '#directory/conditions/attributes.ts';
import { InvalidCondition } from '#directory/conditions/invalidCondition.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { readText } from '#directory/conditions/text/readText.ts';
import { writeText } from '#directory/conditions/text/writeText.ts';
import { definitions } from '../declared.ts';
import { fieldOf, relatedOf, whereOf } from '../wheres.ts';
import { normal } from './normal.ts';

describe.each(['User', 'Group', 'Device'] as const)('the text of a where on a %s', (subject) => {
  /** As JSON, which has one zero. */
  const asked = (where: unknown) => JSON.parse(JSON.stringify(normal(readCondition(subject, where, definitions))));

  function isTaken(where: unknown): boolean {
    try {
      return readCondition(subject, where, definitions) !== undefined;
    } catch (error) {
      if (error instanceof InvalidCondition) return false;
      throw error;
    }
  }

  /** For wheres that the door takes: of many at random, a few ask for too much. */
  const expectTheSame = (where: unknown) => {
    fc.pre(isTaken(where));
    const text = writeText(subject, where);
    expect(asked(readText(subject, text, definitions)), text).toEqual(asked(where));
  };

  it.each(Object.entries<Attribute>(attributes[subject]))('is read as the same condition for %s', (name, attribute) => {
    fc.assert(fc.property(fieldOf(subject, name, attribute), expectTheSame), { numRuns: 200 });
  });

  it('is read as the same condition however it is joined', () => {
    fc.assert(fc.property(whereOf(subject, 4), expectTheSame), { numRuns: 2_000 });
  });

  it('is read as the same condition along many relations', () => {
    const many = fc.array(relatedOf(subject), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(many, fc.constantFrom('and', 'or'), (wheres, joined) => expectTheSame({ [joined]: wheres })),
      { numRuns: 500 },
    );
  });

  it('is read as the same condition whatever is said twice', () => {
    const twice = fc.array(whereOf(subject, 2), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(twice, (wheres) => expectTheSame({ and: [...wheres, ...wheres.slice(0, 1)] })),
      { numRuns: 1_000 },
    );
  });
});
