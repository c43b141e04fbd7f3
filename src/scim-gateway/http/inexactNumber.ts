import { isExact } from '#filter/isExact.ts';

/** What JavaScript might not keep: any number of 15 digits is kept, unless its exponent is beyond all numbers. */
const suspicious = /\d[\d.]{15}|\de/i;

/** The first number of a valid JSON text that would be another one once it is read; most texts have none that could. */
export function inexactNumber(text: string): string | undefined {
  if (!suspicious.test(text)) return undefined;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') at = endOfText(text, at);
    else if (isDigit(text[at])) {
      const end = endOfNumber(text, at);
      const number = text.slice(at, end);
      if (!isExact(number)) return number;
      at = end;
    }
  }
  return undefined;
}

const isDigit = (character = '') => character >= '0' && character <= '9';

function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOfNumber(text: string, start: number): number {
  let at = start;
  while (at < text.length && /[\d.eE+-]/.test(text[at] ?? '')) at += 1;
  return at;
}
