import { literalOf } from '#filter/literal.ts';
import { type Logic, readLogic } from '#filter/logic.ts';
import { type Tokens, tokensOf } from '#filter/tokens.ts';
import { Unreadable } from '#filter/unreadable.ts';
import type { RootSubject, Subject } from '../condition.ts';
import type { Definitions } from '../definitions.ts';
import { InvalidCondition } from '../invalidCondition.ts';
import { limits, readCondition } from '../readCondition.ts';
import { askedAt } from './askedAt.ts';
import { type Asked, compactly, joined, plainly, separately } from './joined.ts';
import { columnAt, isFields, plainWhere, type Where } from './located.ts';
import { type Place, placeOf } from './placeOf.ts';
import { readTest } from './readTest.ts';

/** A name is written again for each of its operators, so that the text of the longest where is longer than its JSON. */
const manner = { longest: 4 * limits.bytes, commas: true };

/** What is written where nothing is asked: that it holds, or does not. */
const constants: ReadonlyMap<string, Where> = new Map([
  ['true', {}],
  ['false', { or: [] }],
]);

type Reading = { tokens: Tokens; definitions: Definitions; tests: number };

const readAsked = (reading: Reading, subject: Subject): Logic<Asked> => readLogic(reading.tokens, () => readOne(reading, subject));

const always = (where: Where): Asked => ({ kind: 'asked', where: () => where });

// one = "true" / "false" / name [ "[" string "]" ] ( "[" asked "]" / test )
function readOne(reading: Reading, subject: Subject): Logic<Asked> {
  const { tokens, definitions } = reading;
  const { column } = tokens.next();
  reading.tests += 1;
  if (reading.tests > limits.nodes) throw new Unreadable(`asks more than ${limits.nodes} times; a list may replace many.`, column);
  const name = tokens.take('the name of an attribute', ({ kind, text }) => (kind === 'word' ? text : undefined));
  const constant = constants.get(name.toLowerCase());
  if (constant) return always(constant);
  const place = keyed(tokens, placeOf(subject, name, column, definitions));
  return tokens.peek('[') ? readWithin(reading, place) : askedAt(place, readTest(tokens));
}

/** The place of the key in brackets, if one has to follow. */
function keyed(tokens: Tokens, place: Place): Place {
  if (place.kind !== 'keyed' || !tokens.accept('[')) return place;
  const { column } = tokens.next();
  const key = tokens.take('a key in quotation marks', (token) => (token.kind === 'string' ? literalOf(token) : undefined));
  return tokens.enclosed(() => place.at(String(key), column), ']');
}

/** What is asked of an element of a list, or of a person. */
function readWithin(reading: Reading, place: Place): Asked {
  const { accept, enclosed, expected, next } = reading.tokens;
  if ((place.kind !== 'list' && place.kind !== 'person') || !accept('[')) throw expected('an operator');
  const { column } = next();
  const asked = enclosed(() => readAsked(reading, place.kind === 'list' ? place.of : 'User'), ']');
  if (place.kind === 'person') return { kind: 'asked', where: (join) => place.put(joined(asked, join)) };
  if (place.of !== 'Text') return { kind: 'asked', where: (join) => place.enclose(joined(asked, join)) };
  const where = joined(asked, plainly);
  if (!isComparison(where)) throw new Unreadable('may only compare the value, by operators that differ and are joined by and.', column);
  return always(place.enclose(where));
}

/** Whether it is what can be asked of one text: a single comparison of its value. */
const isComparison = (where: Where) => isFields(where.value) && Object.keys(where).length === 1;

function readAll(subject: RootSubject, text: string, definitions: Definitions): Logic<Asked> {
  const tokens = tokensOf(text, manner);
  const asked = readAsked({ tokens, definitions, tests: 0 }, subject);
  tokens.end();
  return asked;
}

/** Of the forms that a where may have, some are within the limits of depth and nodes where others are not. */
const joins = [plainly, separately, compactly];

/** The where in its first form that can be asked; of one that cannot, the refusal tells columns in place of paths. */
function askable(subject: RootSubject, asked: Logic<Asked>, definitions: Definitions): Record<string, unknown> {
  const refusals: Unreadable[] = [];
  for (const join of joins) {
    const columns = new Map<string, number>();
    const where = plainWhere('where', joined(asked, join), columns);
    try {
      readCondition(subject, where, definitions);
      return where;
    } catch (error) {
      if (!(error instanceof InvalidCondition)) throw error;
      refusals.push(new Unreadable(error.reason, columnAt(error.path, columns)));
    }
  }
  throw refusals[0];
}

/**
 * The where that a text asks, which readCondition takes. The syntax is that of SCIM filters (RFC 7644 §3.4.2.2) with more operators; what cannot be read is
 * refused as InvalidCondition, with the column. `path` is where the text stands: what refusals begin with.
 */
export function readText(subject: RootSubject, text: string, definitions: Definitions, path = 'text'): Record<string, unknown> {
  if (text.length > manner.longest) throw new InvalidCondition(path, `has ${text.length} characters: write at most ${manner.longest}.`);
  if (text.trim() === '') throw new InvalidCondition(path, 'is empty: write true for a condition that always holds.');
  try {
    return askable(subject, readAll(subject, text, definitions), definitions);
  } catch (error) {
    throw error instanceof Unreadable ? new InvalidCondition(path, error.reason, error.column) : error;
  }
}
