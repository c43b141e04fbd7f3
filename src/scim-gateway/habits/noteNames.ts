import { hasFormerUrn } from '../dialects/formerUrns.ts';
import { type AttributeName, readAttributeName, readSchemaUrn } from '../protocol/attributeName.ts';
import { isObject } from '../protocol/document.ts';
import { parsePath } from '../protocol/parsePath.ts';
import { type ResolvedAttribute, same } from '../protocol/resolve.ts';
import type { Note } from './Sighting.ts';

/** The name in a key or a path; undefined where it has none. */
export const nameIn = (text: string): AttributeName | undefined =>
  text.includes('[') ? parsePath(text).attribute : (readAttributeName(text) ?? readSchemaUrn(text));

/** How a schema spells an attribute, and the schema itself where it is an extension. */
export const pathOf = ({ attribute, subAttribute, extension }: ResolvedAttribute) =>
  `${extension === undefined ? '' : `${extension}:`}${attribute.name}${subAttribute ? `.${subAttribute.name}` : ''}`;

export function noteSpelling(note: Note, sent: string, schemas: string): void {
  if (sent !== schemas && same(sent, schemas)) note('NAMES_IN_OTHER_CASE', sent);
}

/** The spelling of an attribute and of its sub-attribute. */
export function noteSpellings(note: Note, { name, sub }: AttributeName, { attribute, subAttribute }: ResolvedAttribute): void {
  noteSpelling(note, name, attribute.name);
  if (sub !== undefined && subAttribute) noteSpelling(note, sub, subAttribute.name);
}

export function noteUrn(note: Note, text: string): void {
  if (hasFormerUrn(text)) note('FORMER_URNS', text);
}

/** The names of a message, and those that it does not have. */
export function noteMessage(note: Note, message: unknown, known: readonly string[]): void {
  for (const name of isObject(message) ? Object.keys(message) : []) {
    const meant = known.find((one) => same(one, name));
    if (meant === undefined) note('UNKNOWN_PARAMETERS', name);
    else noteSpelling(note, name, meant);
  }
}
