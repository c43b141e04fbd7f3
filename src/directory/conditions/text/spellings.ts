import type { ComparedKind } from '../kinds.ts';
import { type Operator, operators, type Taken } from '../operators.ts';

/** The operators that SCIM spells in its own way (RFC 7644 §3.4.2.2, table 3); any other is written as in GraphQL. */
const ofScim: Readonly<Record<string, string>> = { contains: 'co', startsWith: 'sw', endsWith: 'ew', gte: 'ge', lte: 'le' };

/** How an operator is written. */
export const spelled = (operator: string): string => ofScim[operator] ?? operator;

const written = Object.values(operators)
  .flatMap((named) => Object.entries<Operator>(named))
  .filter(([, { takes }]) => takes !== 'presence');

/** What each operator is given, which is the same for all kinds of values. */
const taken: ReadonlyMap<string, Taken> = new Map(written.map(([name, { takes }]) => [name, takes]));

const bySpelling: ReadonlyMap<string, string> = new Map(
  written.flatMap(([name]) => [name, spelled(name)].map((spelling) => [spelling.toLowerCase(), name])),
);

/** The operator that a word means, in any case, by its own name or as SCIM spells it; presence is asked by pr. */
export function operatorSpelled(word: string): { name: string; takes: Taken } | undefined {
  const name = bySpelling.get(word.toLowerCase());
  const takes = name === undefined ? undefined : taken.get(name);
  return name === undefined || takes === undefined ? undefined : { name, takes };
}

/** The operators that values of a kind have, as they are written. */
export const spellingsOf = (kind: ComparedKind): string[] =>
  Object.entries<Operator>(operators[kind]).map(([name, { takes }]) => (takes === 'presence' ? 'pr' : spelled(name)));
