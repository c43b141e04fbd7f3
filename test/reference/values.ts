import type { AttributeRow } from './attributes.ts';
import { Refusal } from './refusal.ts';
import { type Element, isObject, isUnassigned } from './state.ts';

/** The sub-attributes that a value sets; undefined for those that it unassigns. What the schema does not have, or no client sets, is left out. */
export type Parts = Readonly<Record<string, string | boolean | undefined>>;

export function readText(value: unknown): string {
  if (typeof value !== 'string') throw new Refusal('invalidValue');
  return value;
}

export function readFlag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Refusal('invalidValue');
  return value;
}

export const readPart = (part: string, value: unknown): string | boolean | undefined => {
  if (isUnassigned(value)) return undefined;
  return part === 'primary' ? readFlag(value) : readText(value);
};

export function readParts({ parts = [], readOnlyParts = [] }: AttributeRow, value: unknown): Parts {
  if (!isObject(value)) throw new Refusal('invalidValue');
  const settable = Object.entries(value).filter(([part]) => parts.includes(part) && !readOnlyParts.includes(part));
  return Object.fromEntries(settable.map(([part, sent]) => [part, readPart(part, sent)]));
}

/** An element after some of its parts were set; undefined if nothing is left of it. */
export function merge(element: Element | undefined, parts: Parts): Element | undefined {
  const assigned = Object.entries({ ...element, ...parts }).filter(([, value]) => value !== undefined);
  return assigned.length > 0 ? (Object.fromEntries(assigned) as Element) : undefined;
}

/** The elements that a value for a whole list names. */
export const readElements = (row: AttributeRow, value: unknown): Element[] => {
  if (isUnassigned(value)) return [];
  if (!Array.isArray(value)) throw new Refusal('invalidValue');
  return value.map((sent) => merge(undefined, readParts(row, sent))).filter((element) => element !== undefined);
};
