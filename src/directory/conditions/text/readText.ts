import { literalOf } from '#filter/literal.ts';
import { type Logic, readLogic } from '#filter/logic.ts';
import { type Tokens, tokensOf } from '#filter/tokens.ts';
import { Unreadable } from '#filter/unreadable.ts';
import type { RootSubject, Subject } from '../condition.ts';
import type { Definitions } from '../definitions.ts';
import { InvalidCondition } from '../invalidCondition.ts';
import { limits, readCondition } from '../readCondition.ts';
import { askedAt } from './askedAt.ts';
import { type Asked, compactly, type Join, joined, plainly, separately } from './joined.ts';
import { columnAt, isFields, plainWhere, type Where } from './located.ts';
import { type Place, placeOf } from './placeOf.ts';
import { readTest } from './readTest.ts';

/** A name is written again for each of its operators, so that the text of the longest where is longer than its JSON. */
const manner = { longest: 4 * limits.bytes, commas: true };

/** What is written where nothing is asked: that it holds, or does not. */
const constants: Readonly<Record<string, Where>> = { true: {}, false: { or: [] } };

type Reading = { tokens: Tokens; definitions: Definitions; join: Join; tests: number };

const readWhere = (reading: Reading, subject: Subject): Where =>
  joined(
    readLogic(reading.tokens, () => readAsked(reading, subject)),
    reading.join,
  );

// asked = "true" / "false" / name [ "[" string "]" ] ( "[" where "]" / test )
function readAsked(reading: Reading, subject: Subject): Logic<Asked> {
  const { tokens } = reading;
  const { column } = tokens.next();
  reading.tests += 1;
  if (reading.tests > limits.nodes) throw new Unreadable(`asks more than ${limits.nodes} times; a list may replace many.`, column);
  const name = tokens.take('the name of an attribute', ({ kind, text }) => (kind === 'word' ? text : undefined));
  if (Object.hasOwn(constants, name.toLowerCase())) return { kind: 'asked', where: constants[name.toLowerCase()] ?? {} };
  const place = keyed(tokens, placeOf(subject, name, column, reading.definitions));
  return tokens.peek('[') ? { kind: 'asked', where: readWithin(reading, place) } : askedAt(place, readTest(tokens));
}

/** The place of the key in brackets, if one has to follow. */
function keyed(tokens: Tokens, place: Place): Place {
  if (place.kind !== 'keyed' || !tokens.accept('[')) return place;
  const { column } = tokens.next();
  const key = tokens.take('a key in quotation marks', (token) => (token.kind === 'string' ? literalOf(token) : undefined));
  return tokens.enclosed(() => place.at(String(key), column), ']');
}

/** A where on an element of a list, or on a person. */
function readWithin(reading: Reading, place: Place): Where {
  const { accept, enclosed, expected, next } = reading.tokens;
  if ((place.kind !== 'list' && place.kind !== 'person') || !accept('[')) throw expected('an operator');
  const { column } = next();
  const within = (subject: Subject) => enclosed(() => readWhere(reading, subject), ']');
  if (place.kind === 'person') return place.put(within('User'));
  const where = within(place.of);
  if (place.of === 'Text' && !isComparison(where)) {
    throw new Unreadable('may only compare the value, by operators that differ and are joined by and.', column);
  }
  return place.enclose(where);
}

/** Whether it is what can be asked of one text: a single comparison of its value. */
const isComparison = (where: Where) => isFields(where.value) && Object.keys(where).length === 1;

function readAll(subject: RootSubject, text: string, definitions: Definitions, join: Join): Where {
  const reading = { tokens: tokensOf(text, manner), definitions, join, tests: 0 };
  const where = readWhere(reading, subject);
  reading.tokens.end();
  return where;
}

type Read = { subject: RootSubject; text: string; definitions: Definitions; path: string };

/** The where, or the refusal of one that is written well and asks for what cannot be. */
function readJoined({ subject, text, definitions, path }: Read, join: Join): Record<string, unknown> | InvalidCondition {
  const columns = new Map<string, number>();
  try {
    const where = plainWhere('where', readAll(subject, text, definitions, join), columns);
    readCondition(subject, where, definitions);
    return where;
  } catch (error) {
    if (error instanceof InvalidCondition) return new InvalidCondition(path, error.reason, columnAt(error.path, columns));
    throw error instanceof Unreadable ? new InvalidCondition(path, error.reason, error.column) : error;
  }
}

/** Of the forms that a where may have, some are within the limits of depth and nodes where others are not. */
const joins = [plainly, separately, compactly];

/**
 * The where that a text asks, which readCondition takes. The syntax is that of SCIM filters (RFC 7644 §3.4.2.2) with more operators; what cannot be read is
 * refused as InvalidCondition, with the column. `path` is where the text stands: what refusals begin with.
 */
export function readText(subject: RootSubject, text: string, definitions: Definitions, path = 'text'): Record<string, unknown> {
  if (text.length > manner.longest) throw new InvalidCondition(path, `has ${text.length} characters: write at most ${manner.longest}.`);
  if (text.trim() === '') throw new InvalidCondition(path, 'is empty: write true for a condition that always holds.');
  const refusals: InvalidCondition[] = [];
  for (const join of joins) {
    const read = readJoined({ subject, text, definitions, path }, join);
    if (!(read instanceof InvalidCondition)) return read;
    refusals.push(read);
  }
  throw refusals[0];
}
