import { setImmediate } from 'node:timers/promises';
import { isLater } from '../protocol/later.ts';

/** How many characters make a piece. */
const pieceLength = 64 * 1024;

/** A list of more elements is long. */
const longList = 200;

const hasLongList = (resource: object): boolean => Object.values(resource).some((value) => Array.isArray(value) && value.length > longList);

const isLongElement = (element: unknown): boolean =>
  typeof element === 'object' && element !== null ? hasLongList(element) : typeof element === 'function';

/** Whether a body is better written in pieces: a resource with a long list, or a list of such resources. */
export const isLong = (body: object): boolean =>
  hasLongList(body) || Object.values(body).some((value) => Array.isArray(value) && value.some(isLongElement));

/** A body as JSON in pieces, each made when the one before it has been taken, so that others are served in between. */
export async function* piecesOf(body: object): AsyncGenerator<string> {
  let piece = '';
  for await (const part of partsOf(body)) {
    piece += part;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
    await setImmediate();
  }
  if (piece !== '') yield piece;
}

async function* partsOf(value: object): AsyncGenerator<string> {
  if (isLater(value)) yield* partsOf(await value());
  else if (Array.isArray(value)) yield* partsOfList(value);
  else if (isLong(value)) yield* partsOfResource(value);
  else yield JSON.stringify(value);
}

async function* partsOfResource(resource: object): AsyncGenerator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(resource)) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    if (Array.isArray(value)) yield* partsOfList(value);
    else yield JSON.stringify(value);
    before = ',';
  }
  yield '}';
}

async function* partsOfList(list: readonly object[]): AsyncGenerator<string> {
  yield '[';
  for (let start = 0; start < list.length; start += longList) {
    const elements = list.slice(start, start + longList);
    if (start > 0) yield ',';
    if (elements.some(isLongElement)) yield* eachOf(elements);
    else yield JSON.stringify(elements).slice(1, -1);
  }
  yield ']';
}

async function* eachOf(elements: readonly object[]): AsyncGenerator<string> {
  for (const [place, element] of elements.entries()) {
    if (place > 0) yield ',';
    yield* partsOf(element);
  }
}
