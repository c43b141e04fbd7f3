import { readLogic } from '#filter/logic.ts';
import { type Tokens, tokensOf } from '#filter/tokens.ts';
import { correlated } from '../dialects/entra.ts';
import { type AttributeName, isName, readAttributeName } from './attributeName.ts';
import { invalidFilter } from './errors.ts';
import type { CompareOperator, Filter, Test } from './filter.ts';
import { comparedValue } from './literal.ts';
import { refusedAs } from './refusedAs.ts';

/** Parses a filter of RFC 7644 §3.4.2.2, in time linear in its length. */
export const parseFilter = (text: string): Filter =>
  refusedAs(invalidFilter, () => {
    const tokens = tokensOf(text);
    const filter = readFilter(tokens);
    tokens.end();
    return filter;
  });

/** Reads one filter and leaves what follows it; within brackets there are no other brackets. */
export function readFilter(tokens: Tokens, withinBrackets = false): Filter {
  const { accept, enclosed, expected, peek, take } = tokens;

  // attribute ( some / test )
  const asked = (): Test => {
    const attribute = take('the name of an attribute', ({ text }) => readAttributeName(text));
    return peek('[') ? some(attribute) : test(attribute);
  };

  // some = "[" filter "]" [ "." sub test ]
  const some = (attribute: AttributeName): Test => {
    if (withinBrackets || attribute.sub !== undefined || !accept('[')) throw expected('an operator');
    const filter = enclosed(() => readFilter(tokens, true), ']');
    const sub = readSub(tokens);
    return { kind: 'some', attribute, filter: sub === undefined ? filter : correlated(filter, test({ name: sub })) };
  };

  // test = "pr" / operator literal
  const test = (attribute: AttributeName): Test => {
    if (accept('pr')) return { kind: 'present', attribute };
    const operator = take(`an operator (${operators.join(', ')} or pr)`, ({ text }) =>
      operators.find((known) => known === text.toLowerCase()),
    );
    return { kind: 'compare', attribute, operator, ...take('a value', comparedValue) };
  };

  return readLogic(tokens, asked);
}

const operators: readonly CompareOperator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

// [ "." sub ], behind "]"
export const readSub = ({ accept, take }: Tokens): string | undefined =>
  accept('.') ? take('the name of a sub-attribute', ({ text }) => (isName(text) ? text : undefined)) : undefined;
