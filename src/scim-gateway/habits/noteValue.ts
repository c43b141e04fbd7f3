import { listed, unwrapped } from '../dialects/entra.ts';
import { clears } from '../dialects/okta.ts';
import { withoutRepeatedName } from '../dialects/salesforce.ts';
import { isObject } from '../protocol/document.ts';
import { named, type ResolvedAttribute } from '../protocol/resolve.ts';
import type { Attribute } from '../protocol/schema.ts';
import { noteSpelling } from './noteNames.ts';
import type { Note } from './Sighting.ts';

/** What a value for an attribute shows; behind a filter, it is one for elements that are there. */
export function noteValue(note: Note, { attribute, subAttribute }: ResolvedAttribute, value: unknown, isFiltered: boolean): void {
  if (subAttribute) noteSimple(note, `${attribute.name}.${subAttribute.name}`, subAttribute, value);
  else if (attribute.multiValued && !isFiltered) noteList(note, attribute, value);
  else if (attribute.subAttributes) noteElement(note, attribute, value);
  else noteSimple(note, attribute.name, attribute, value);
}

/** What a value of one part shows. */
export function noteSimple(note: Note, path: string, { type }: Attribute, value: unknown): void {
  if (value === '') note('EMPTY_TEXTS', path);
  if (clears(value)) return;
  const single = noteWrapping(note, path, value);
  if (type === 'boolean' && typeof single === 'string') note('BOOLEANS_AS_TEXT', path);
}

function noteWrapping(note: Note, path: string, value: unknown): unknown {
  const single = unwrapped(value);
  if (single !== value) note('WRAPPED_VALUES', path);
  return single;
}

export function noteList(note: Note, attribute: Attribute, value: unknown): void {
  if (value === '') note('EMPTY_TEXTS', attribute.name);
  if (clears(value)) return;
  const list = withoutRepeatedName(attribute.name, value);
  if (list !== value) note('REPEATED_NAMES', attribute.name);
  if (!Array.isArray(list)) note('SINGLE_ELEMENTS', attribute.name);
  for (const element of listed(list)) noteElement(note, attribute, element);
}

function noteElement(note: Note, attribute: Attribute, sent: unknown): void {
  if (sent === '') note('EMPTY_TEXTS', attribute.name);
  if (clears(sent)) return;
  const element = noteWrapping(note, attribute.name, sent);
  if (!isObject(element)) note('BARE_VALUES', attribute.name);
  else for (const [name, part] of Object.entries(element)) notePart(note, attribute, name, part);
}

function notePart(note: Note, attribute: Attribute, name: string, part: unknown): void {
  const found = named(attribute.subAttributes ?? [], name);
  const path = `${attribute.name}.${found?.name ?? name}`;
  if (!found || found.mutability === 'readOnly') {
    if (!clears(part)) note(found ? 'READ_ONLY_ATTRIBUTES' : 'UNKNOWN_ATTRIBUTES', path);
    return;
  }
  noteSpelling(note, name, found.name);
  noteSimple(note, path, found, part);
}
