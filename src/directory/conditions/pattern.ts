export type Accepts = (character: string) => boolean;

/** A regular expression of the kind that needs no going back. PostgreSQL is given it as it is written, and must read it alike. */
export type Pattern =
  | { kind: 'one'; accepts: Accepts }
  | { kind: 'start' | 'end' }
  | { kind: 'sequence' | 'choice'; patterns: Pattern[] }
  | { kind: 'repeat'; pattern: Pattern; least: number; most: number };

/** PostgreSQL's time to prepare a pattern grows faster than its steps: 1,000 took it eight seconds. */
export const patternLimits = { characters: 500, steps: 200 };

/** How many steps it has with its repeats written out; what repeats not even once counts as often as once. */
export function stepsOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'sequence':
    case 'choice':
      return pattern.patterns.reduce((steps, part) => steps + stepsOf(part), 0);
    case 'repeat':
      return stepsOf(pattern.pattern) * Math.max(1, pattern.least, Number.isFinite(pattern.most) ? pattern.most : 1);
    default:
      return 1;
  }
}
