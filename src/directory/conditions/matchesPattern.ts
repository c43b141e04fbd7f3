import { parsePattern } from './parsePattern.ts';
import type { Accepts, Pattern } from './pattern.ts';

/** What is next when a character has been accepted, when the text is at its start or end, or at once, in more than one way. */
type Step = { kind: 'one'; accepts: Accepts; next: number } | { kind: 'start' | 'end'; next: number } | { kind: 'split'; next: number[] };

/** Steps by number, and the one to begin with; a number without a step is the end of the pattern. */
type Program = { steps: Step[]; first: number };

const done = 0;

function programOf(pattern: Pattern): Program {
  // Takes the place of the step that is done, so that the others are numbered by where they stand.
  const steps: Step[] = [{ kind: 'split', next: [] }];
  const add = (step: Step): number => steps.push(step) - 1;

  const times = (count: number, before: (next: number) => number, next: number): number =>
    Array.from({ length: count }).reduce((following: number) => before(following), next);

  function repeat(part: Pattern, least: number, most: number, next: number): number {
    const once = (following: number) => before(part, following);
    if (Number.isFinite(most)) {
      const perhaps = (following: number) => add({ kind: 'split', next: [once(following), next] });
      return times(least, once, times(most - least, perhaps, next));
    }
    const again: Step & { kind: 'split' } = { kind: 'split', next: [next] };
    const loop = add(again);
    again.next.push(once(loop));
    return times(least, once, loop);
  }

  /** The number of the step that the pattern begins with, if this one follows it. */
  function before(part: Pattern, next: number): number {
    switch (part.kind) {
      case 'one':
        return add({ kind: 'one', accepts: part.accepts, next });
      case 'sequence':
        return part.patterns.reduceRight((following, one) => before(one, following), next);
      case 'choice':
        return add({ kind: 'split', next: part.patterns.map((one) => before(one, next)) });
      case 'repeat':
        return repeat(part.pattern, part.least, part.most, next);
      default:
        return add({ kind: part.kind, next });
    }
  }

  return { first: before(pattern, done), steps };
}

/** Adds the step and all that follow it before a character is accepted. */
function follow(steps: Step[], from: number, place: { start: boolean; end: boolean }, reached: Set<number>): void {
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    const step = steps[at];
    if (step === undefined || step.kind === 'one') continue;
    if (step.kind === 'split') open.push(...step.next);
    else if (place[step.kind]) open.push(step.next);
  }
}

const programs = new Map<string, Program>();
const keptPrograms = 100;

function keptProgram(pattern: string): Program {
  const kept = programs.get(pattern);
  if (kept) return kept;
  if (programs.size >= keptPrograms) programs.clear();
  const program = programOf(parsePattern('pattern', pattern));
  programs.set(pattern, program);
  return program;
}

/** Whether the pattern matches anywhere in the text: all ways are gone at once, so that the time is linear in the text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const { steps, first } = keptProgram(pattern);
  const characters = Array.from(text);
  let reached = new Set<number>();
  for (const [at, character] of [...characters, ''].entries()) {
    const end = at === characters.length;
    follow(steps, first, { start: at === 0, end }, reached);
    if (reached.has(done)) return true;
    const after = new Set<number>();
    for (const number of end ? [] : reached) {
      const step = steps[number];
      if (step?.kind !== 'one' || !step.accepts(character)) continue;
      follow(steps, step.next, { start: false, end: at + 1 === characters.length }, after);
    }
    reached = after;
  }
  return false;
}
