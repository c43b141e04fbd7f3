import { isForbidden } from './attributeName.ts';
import { isObject, type Json } from './document.ts';
import { invalidValue } from './errors.ts';
import { isStorable } from './text.ts';

const maxDepth = 20;
const maxNames = 1000;

/** What a client sent for an attribute that no schema here describes, as it was sent, within bounds. */
export function kept(sent: unknown, path: string, depth = 0): Json {
  if (depth > maxDepth) throw invalidValue(`${path} is nested deeper than ${maxDepth} levels.`);
  if (Array.isArray(sent)) return sent.map((element) => kept(element, path, depth + 1));
  if (isObject(sent)) {
    const entries = Object.entries(sent).filter(([name]) => !isForbidden(name));
    if (entries.length > maxNames) throw invalidValue(`${path} has more than ${maxNames} attributes.`);
    return Object.fromEntries(entries.map(([name, value]) => [keptText(name, path), kept(value, path, depth + 1)]));
  }
  return typeof sent === 'string' ? keptText(sent, path) : keptScalar(sent, path);
}

const keptText = (text: string, path: string) => {
  if (!isStorable(text)) throw invalidValue(`${path} holds a character that is no text.`);
  return text;
};

const keptScalar = (value: unknown, path: string) => {
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw invalidValue(`${path} holds a value that JSON has no word for.`);
};
