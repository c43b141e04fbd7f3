import { isStorable } from '#filter/text.ts';
import { isObject, type Json } from './document.ts';
import { invalidValue } from './errors.ts';

const maxDepth = 20;
const maxNames = 1000;

/** What a client sent for an attribute that no schema here describes, as it was sent, within bounds. */
export function kept(sent: unknown, path: string, depth = 0): Json {
  if (depth > maxDepth) throw invalidValue(`${path} is nested deeper than ${maxDepth} levels.`);
  if (Array.isArray(sent)) return sent.map((element) => kept(element, path, depth + 1));
  if (isObject(sent)) {
    const entries = Object.entries(sent);
    if (entries.length > maxNames) throw invalidValue(`${path} has more than ${maxNames} attributes.`);
    return Object.fromEntries(entries.map(([name, value]) => [keptName(name, path), kept(value, path, depth + 1)]));
  }
  return typeof sent === 'string' ? keptText(sent, path) : keptScalar(sent, path);
}

/** The one name that JavaScript would take for something else. */
const keptName = (name: string, path: string) => {
  if (name === '__proto__') throw invalidValue(`${path} holds an attribute named __proto__, which cannot be kept.`);
  return keptText(name, path);
};

const keptText = (text: string, path: string) => {
  if (!isStorable(text)) throw invalidValue(`${path} holds a character that is no text.`);
  return text;
};

const keptScalar = (value: unknown, path: string) => {
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw invalidValue(`${path} holds a value that JSON has no word for.`);
};
