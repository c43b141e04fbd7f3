import { correlated } from '../dialects/entra.ts';
import { type AttributeName, isName, readAttributeName } from './attributeName.ts';
import { invalidFilter } from './errors.ts';
import type { CompareOperator, Filter } from './filter.ts';
import { literalOf } from './literal.ts';
import { type Tokens, tokensOf } from './tokens.ts';

/** Parses a filter of RFC 7644 §3.4.2.2, in time linear in its length. */
export function parseFilter(text: string): Filter {
  const tokens = tokensOf(text, invalidFilter);
  const filter = readFilter(tokens);
  tokens.end();
  return filter;
}

/** Reads one filter and leaves what follows it; within brackets there are no other brackets. */
export function readFilter(tokens: Tokens, withinBrackets = false): Filter {
  const { accept, enclosed, expected, peek, take } = tokens;

  // or = and *( "or" and )
  const or = (): Filter => chain('or', and);

  // and = term *( "and" term )
  const and = (): Filter => chain('and', term);

  const chain = (kind: 'and' | 'or', operand: () => Filter): Filter => {
    const first = operand();
    const filters = [first];
    while (accept(kind)) filters.push(operand());
    return filters.length === 1 ? first : { kind, filters };
  };

  // term = "not" group / group / attribute ( some / test )
  const term = (): Filter => {
    if (accept('not')) return { kind: 'not', filter: group() };
    if (peek('(')) return group();
    const attribute = take('the name of an attribute', ({ text }) => readAttributeName(text));
    return peek('[') ? some(attribute) : test(attribute);
  };

  // group = "(" or ")"
  const group = (): Filter => {
    if (!accept('(')) throw expected('"("');
    return enclosed(or, ')');
  };

  // some = "[" or "]" [ "." sub test ]
  const some = (attribute: AttributeName): Filter => {
    if (withinBrackets || attribute.sub !== undefined || !accept('[')) throw expected('an operator');
    const filter = enclosed(() => readFilter(tokens, true), ']');
    const sub = readSub(tokens);
    return { kind: 'some', attribute, filter: sub === undefined ? filter : correlated(filter, test({ name: sub })) };
  };

  // test = "pr" / operator literal
  const test = (attribute: AttributeName): Filter => {
    if (accept('pr')) return { kind: 'present', attribute };
    const operator = take(`an operator (${operators.join(', ')} or pr)`, ({ text }) =>
      operators.find((known) => known === text.toLowerCase()),
    );
    return { kind: 'compare', attribute, operator, value: take('a value', literalOf) };
  };

  return or();
}

const operators: readonly CompareOperator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

// [ "." sub ], behind "]"
export const readSub = ({ accept, take }: Tokens): string | undefined =>
  accept('.') ? take('the name of a sub-attribute', ({ text }) => (isName(text) ? text : undefined)) : undefined;
