import { type ComparedKind, kinds } from '#directory/conditions/kinds.ts';
import { type Operator, operators, type Taken } from '#directory/conditions/operators.ts';
import { builder } from '../builder.ts';
import { AssignmentSource } from '../device/AssignmentSource.ts';

type Scalar = (typeof kinds)[ComparedKind]['scalar'] | 'Duration';

const typeOf = (scalar: Scalar) => (scalar === 'AssignmentSource' ? AssignmentSource : scalar);
type Type = ReturnType<typeof typeOf>;

const operandTypes: Record<Taken, (scalar: Scalar) => Type | [Type]> = {
  value: (scalar) => typeOf(scalar),
  list: (scalar) => [typeOf(scalar)],
  pattern: () => 'String',
  past: () => 'Duration',
  future: () => 'Duration',
  presence: () => 'Boolean',
};

/** The comparison input of one kind of value: a field for each of its operators. Fields beside each other must all hold. */
const comparison = (kind: ComparedKind, about: string) =>
  builder.inputRef<object>(kinds[kind].comparison).implement({
    description: `${about} Fields beside each other must all hold; at least one is given, and none is null.`,
    fields: (t) => ({
      ...Object.fromEntries(
        Object.entries<Operator>(operators[kind]).map(([name, { takes, description }]) => [
          name,
          t.field({ type: operandTypes[takes](kinds[kind].scalar), description }),
        ]),
      ),
      ...(kind === 'string' && {
        caseSensitive: t.boolean({ description: 'Whether upper and lower case differ; otherwise they do not.' }),
      }),
    }),
  });

const text = comparison('string', 'Compares text, ignoring case. Wildcards have no meaning: % and _ are themselves.');

/** The comparison inputs, by the kind of value that they compare. */
export const comparisons: Record<ComparedKind, typeof text> = {
  string: text,
  exactString: text,
  boolean: comparison('boolean', 'Compares true and false.'),
  id: comparison('id', 'Compares ids; text that is no id equals nothing.'),
  number: comparison('number', 'Compares numbers.'),
  dateTime: comparison('dateTime', 'Compares instants, to the millisecond.'),
  version: comparison(
    'version',
    'Compares versions by the numbers that they begin with, part by part, so that 14.10 is more than 14.9, and 15.1-beta equals 15.1. A version begins with up to ten numbers of up to nine digits with points between them; one that does not counts as missing. What it is compared with is such numbers and nothing else.',
  ),
  assignmentSource: comparison('assignmentSource', 'Compares how devices came to their users.'),
};
