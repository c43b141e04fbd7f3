import { createdByFilter } from '../dialects/createdByFilter.ts';
import { listed, unwrapped } from '../dialects/entra.ts';
import { hasFormerUrn } from '../dialects/formerUrns.ts';
import { clears } from '../dialects/okta.ts';
import { type AttributeName, readAttributeName } from '../protocol/attributeName.ts';
import { declaredAttribute, declaredSchema, isForeign } from '../protocol/declared.ts';
import { isObject } from '../protocol/document.ts';
import type { Operation } from '../protocol/operations.ts';
import { isReadOnly, resolve, same } from '../protocol/resolve.ts';
import type { ResourceType, Schema } from '../protocol/schema.ts';
import { type AttributeTarget, type CustomTarget, type Target, targetOfKey } from '../protocol/target.ts';
import { nameIn, noteSpelling, noteSpellings, noteUrn, pathOf } from './noteNames.ts';
import { noteList, noteSimple, noteValue } from './noteValue.ts';
import type { Note } from './Sighting.ts';

/** What is done to what a key or a path names. */
interface Act {
  op: Operation['op'];
  /** The key or the path, as it was sent. */
  written: string;
  target: Target;
  value: unknown;
}

/** What an object says of a resource, seen as `stepsIn` reads it. */
export function noteObject(note: Note, type: ResourceType, op: Operation['op'], sent: unknown): void {
  const object = entriesOf(sent);
  for (const [written, value] of object) {
    const target = targetOfKey(type, {}, written, value);
    if (!target) noteDropped(note, written, value);
    else if (isSchemas(target)) noteSchemas(note, type, object, value);
    else {
      if (target.kind === 'attribute' && isPath(written, target)) note('DOTTED_KEYS', pathOf(target.resolved));
      noteAct(note, type, { op, written, target, value });
    }
  }
}

const isSchemas = (target: Target) => target.kind === 'attribute' && target.resolved.attribute.name === 'schemas';

const isPath = (written: string, { filter, resolved }: AttributeTarget) => filter !== undefined || !same(written, resolved.attribute.name);

/** What an act on one target shows, seen as `applyStep` does it. */
export function noteAct(note: Note, type: ResourceType, act: Act): void {
  const { target, written, value, op } = act;
  noteUrn(note, written);
  if (target.kind === 'custom') noteCustom(note, type, target, value);
  else if (target.kind === 'attribute') noteAttribute(note, nameIn(written), target, { op, value });
  else if (op !== 'remove') noteSchema(note, type, target.schema, { op, value });
}

function noteSchema(note: Note, type: ResourceType, schema: Schema, { op, value: sent }: Pick<Act, 'op' | 'value'>): void {
  for (const [key, value] of entriesOf(sent)) {
    const name = readAttributeName(key);
    const resolved = name && resolve(type, { urn: schema.id, ...name });
    if (resolved) noteAttribute(note, name, { kind: 'attribute', resolved }, { op, value });
    else noteDropped(note, `${schema.id}:${key}`, value);
  }
}

function noteAttribute(note: Note, name: AttributeName | undefined, { resolved, filter }: AttributeTarget, { op, value }: Operation): void {
  const { attribute, subAttribute } = resolved;
  if (name) noteSpellings(note, name, resolved);
  if (isReadOnly(resolved)) {
    if (!clears(value)) note('READ_ONLY_ATTRIBUTES', pathOf(resolved));
  } else if (attribute.mutability === 'writeOnly') {
    if (!clears(value)) note('PASSWORDS', pathOf(resolved));
  } else if (op === 'remove') {
    if (!filter && !subAttribute && attribute.multiValued && !clears(value)) {
      note('REMOVALS_BY_VALUE', pathOf(resolved));
      noteList(note, attribute, value);
    }
  } else {
    if (filter && createdByFilter(attribute, filter)) note('LABELED_PATHS', pathOf(resolved));
    noteValue(note, resolved, value, filter !== undefined);
  }
}

/** Attributes of other schemas: as they are declared, or else undeclared. */
function noteCustom(note: Note, type: ResourceType, { urn, attribute: named }: CustomTarget, sent: unknown): void {
  const schema = declaredSchema(type, urn);
  if (schema) noteSpelling(note, urn, schema.id);
  for (const [name, value] of named ? [[named.name, sent] as const] : entriesOf(sent)) {
    const attribute = declaredAttribute(schema, name);
    if (attribute) {
      noteSpelling(note, name, attribute.name);
      for (const one of attribute.multiValued ? listed(value) : [value]) noteSimple(note, `${urn}:${name}`, attribute, one);
    } else if (!clears(value)) note('UNDECLARED_EXTENSIONS', `${urn}:${name}`);
  }
}

/** `schemas` follows from what a resource holds: what it names beside that is dropped. */
function noteSchemas(note: Note, type: ResourceType, object: [string, unknown][], sent: unknown): void {
  const isHeld = (urn: string) => object.some(([key]) => same(key, urn)) || declaredSchema(type, urn) !== undefined;
  for (const urn of listed(sent)) {
    if (typeof urn !== 'string') continue;
    if (hasFormerUrn(urn)) note('FORMER_URNS', urn);
    else if (isForeign(type)(urn) && !isHeld(urn)) note('UNKNOWN_SCHEMAS', urn);
  }
}

function noteDropped(note: Note, name: string, value: unknown): void {
  if (!clears(value)) note('UNKNOWN_ATTRIBUTES', name);
}

const entriesOf = (sent: unknown): [string, unknown][] => {
  const object = unwrapped(sent);
  return isObject(object) ? Object.entries(object) : [];
};
