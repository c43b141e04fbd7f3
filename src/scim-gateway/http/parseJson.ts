import { invalidSyntax, invalidValue } from '../protocol/errors.ts';
import { inexactNumber } from './inexactNumber.ts';
import { isSpeakable } from './isSpeakable.ts';

const DEEPEST = 64;

/** Parses a JSON body whose depth is bounded, and whose text and numbers can be stored as they were sent. */
export function parseJson(text: string): unknown {
  if (nestsDeeperThan(DEEPEST, text)) throw invalidSyntax(`The body nests deeper than ${DEEPEST} levels.`);
  const value = parseOrRefuse(text);
  refuseUnspeakable(value);
  refuseInexact(text);
  return value;
}

function parseOrRefuse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidSyntax('The body is not valid JSON.');
  }
}

/** Looks before parsing, because a parser's stack and memory are what a hostile depth costs. */
function nestsDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > limit) return true;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return false;
}

function refuseUnspeakable(value: unknown): void {
  if (typeof value === 'string' && !isSpeakable(value)) {
    throw invalidValue('The body holds a NUL character or half a surrogate pair. Leave it out.');
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw invalidValue('The body holds a number that is too large.');
  if (Array.isArray(value)) value.forEach(refuseUnspeakable);
  else if (typeof value === 'object' && value !== null) Object.entries(value).flat().forEach(refuseUnspeakable);
}

function refuseInexact(text: string): void {
  const number = inexactNumber(text);
  if (number !== undefined) {
    throw invalidValue(`The body holds the number ${number.slice(0, 40)}, which cannot be kept exactly. Send fewer digits, or a text.`);
  }
}
