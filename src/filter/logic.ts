import type { Tokens } from './tokens.ts';

/** Tests, and what joins them. */
export type Logic<Test> =
  | { kind: 'and'; filters: Logic<Test>[] }
  | { kind: 'or'; filters: Logic<Test>[] }
  | { kind: 'not'; filter: Logic<Test> }
  | Test;

/** Reads tests with what joins them (RFC 7644 §3.4.2.2), and leaves what follows. */
export function readLogic<Test>(tokens: Tokens, test: () => Test): Logic<Test> {
  const { accept, enclosed, expected, peek } = tokens;

  // or = and *( "or" and )
  const or = (): Logic<Test> => chain('or', and);

  // and = term *( "and" term )
  const and = (): Logic<Test> => chain('and', term);

  const chain = (kind: 'and' | 'or', operand: () => Logic<Test>): Logic<Test> => {
    const first = operand();
    const filters = [first];
    while (accept(kind)) filters.push(operand());
    return filters.length === 1 ? first : { kind, filters };
  };

  // term = "not" group / group / test
  const term = (): Logic<Test> => {
    if (accept('not')) return { kind: 'not', filter: group() };
    return peek('(') ? group() : test();
  };

  // group = "(" or ")"
  const group = (): Logic<Test> => {
    if (!accept('(')) throw expected('"("');
    return enclosed(or, ')');
  };

  return or();
}
