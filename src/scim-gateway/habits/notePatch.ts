import { isObject } from '../protocol/document.ts';
import { readOperations } from '../protocol/operations.ts';
import { lowerCased } from '../protocol/readMessage.ts';
import type { ResourceType } from '../protocol/schema.ts';
import { targetOfPath } from '../protocol/target.ts';
import { noteMessage } from './noteNames.ts';
import { noteAct, noteObject } from './noteResource.ts';
import type { Note } from './Sighting.ts';

/** What a PATCH shows. */
export function notePatch(note: Note, type: ResourceType, body: unknown): void {
  noteMessage(note, body, ['schemas', 'Operations']);
  const sent = sentOperations(body);
  if (sent.length === 0) note('EMPTY_PATCHES');
  for (const operation of sent) noteMessage(note, operation, ['op', 'path', 'value']);
  if (sent.some(isCapitalized)) note('CAPITALIZED_OPERATIONS');
  for (const { op, path, value } of readOperations(body)) {
    if (path === undefined) noteObject(note, type, op, value);
    else noteAct(note, type, { op, written: path, target: targetOfPath(type, {}, path, value), value });
  }
}

function sentOperations(body: unknown): unknown[] {
  const { operations } = Object(lowerCased(body)) as { operations?: unknown };
  return Array.isArray(operations) ? operations : [];
}

function isCapitalized(operation: unknown): boolean {
  const { op } = Object(lowerCased(operation)) as { op?: unknown };
  return isObject(operation) && typeof op === 'string' && op !== op.toLowerCase();
}
