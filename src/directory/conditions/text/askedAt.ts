import type { Logic } from '#filter/logic.ts';
import { Unreadable } from '#filter/unreadable.ts';
import { type ComparedKind, kinds } from '../kinds.ts';
import { operatorNamed } from '../operators.ts';
import { minded } from '../readComparison.ts';
import { inferredKind, isQuoted, namedKinds } from './inferredKind.ts';
import type { Asked } from './joined.ts';
import { columnOf, type Located, located, plainValue, type Where } from './located.ts';
import type { Place } from './placeOf.ts';
import { type IdQuestion, idQuestions } from './questions.ts';
import type { Test } from './readTest.ts';
import { spelled, spellingsOf } from './spellings.ts';

/** The where that asks this at a place of one kind. */
type Asker<Kind> = (place: Place & { kind: Kind }, test: Test) => Where;

const isPresence = ({ operand }: Test) => operand === undefined;

/** What is said behind the test; refuses what cannot be said there. */
function settingsOf({ settings }: Test, allowed: readonly string[]): Record<string, Located> {
  for (const [name, setting] of settings) {
    if (!allowed.includes(name)) throw new Unreadable(`${name} cannot be said here: leave it out.`, columnOf(setting));
  }
  return Object.fromEntries(settings);
}

function refuseUnquoted(kind: ComparedKind, operand: Located): void {
  const values: Located[] = Array.isArray(operand.value) ? operand.value : [operand];
  const unquoted = isQuoted(kind) ? values.find(({ value }) => typeof value !== 'string') : undefined;
  if (unquoted) throw new Unreadable(`must be ${kinds[kind].expected}; write it in quotation marks.`, columnOf(unquoted));
}

function comparison(kind: ComparedKind, test: Test): Where {
  const { column, operator, operand = located(column, true) } = test;
  if (operatorNamed(kind, operator) === undefined) {
    throw new Unreadable(`${spelled(operator)} cannot be asked here: ask with ${spellingsOf(kind).join(', ')}.`, column);
  }
  if (!isPresence(test)) refuseUnquoted(kind, operand);
  return { [operator]: operand, ...settingsOf(test, minded.includes(kind) ? ['caseSensitive'] : []) };
}

function namedKind(setting: Located): ComparedKind {
  const found = namedKinds.find((kind) => kind.toLowerCase() === String(setting.value).toLowerCase());
  if (found) return found;
  throw new Unreadable(`must be one of ${namedKinds.join(', ')}.`, columnOf(setting));
}

const declared: Asker<'declared'> = ({ of, put }, test) => {
  const as = test.settings.get('as');
  const compared = { ...test, settings: new Map([...test.settings].filter(([name]) => name !== 'as')) };
  if (isPresence(test) && as === undefined) return put(comparison('boolean', compared));
  const kind = as ? namedKind(as) : (of ?? inferredKind(test.operator, plainValue(test.operand)));
  if (kind === undefined) throw new Unreadable('must say behind it as what it is compared, such as: as string.', test.column);
  return put({ [kind]: comparison(kind, compared) });
};

const elements: Asker<'list'> = ({ of, quantifier, enclose, present }, test) => {
  if (quantifier) throw new Unreadable('must ask about the elements in brackets, as in emails.all[type eq "work"].', test.column);
  if (isPresence(test)) return { ...present, ...settingsOf(test, []) };
  // No list of devices has values.
  if (of === 'Device') throw new Unreadable('must ask about the elements in brackets, or by an attribute of theirs.', test.column);
  return enclose({ value: comparison('string', test) });
};

const person: Asker<'person'> = ({ whose, put }, test) => {
  if (!isPresence(test)) throw new Unreadable(`must ask about an attribute of the person, as in ${whose}.id.`, test.column);
  return put(whose === 'manager' ? settingsOf(test, []) : { exists: located(test.column, true), ...settingsOf(test, []) });
};

const ids: Asker<'ids'> = ({ question, put }, test) => {
  const { field, settings }: IdQuestion = idQuestions[question];
  const said = settingsOf(test, Object.keys(settings));
  if (test.operand && test.operator === 'eq') return put({ [field]: field === 'ids' ? [test.operand] : test.operand, ...said });
  if (test.operand && test.operator === 'in' && field === 'ids') return put({ ids: test.operand, ...said });
  throw new Unreadable(`${question} is asked by ${field === 'ids' ? 'eq or in' : 'eq'}.`, test.column);
};

const askers: { [Kind in Place['kind']]: Asker<Kind> } = {
  compared: ({ of, put }, test) => put(comparison(of, test)),
  declared,
  list: elements,
  person,
  ids,
  keyed: (_place, { column }) => {
    throw new Unreadable('must be behind a key, as in attribute.badge or attribute["urn:acme:2.0:User:badge"].', column);
  },
};

const isNull = ({ operand }: Test) => operand !== undefined && operand.value === null;

/** What is asked at a place. To be equal to null is to be absent (RFC 7643 §2.5). */
export function askedAt(place: Place, test: Test): Logic<Asked> {
  if (isNull(test)) {
    const presence = askedAt(place, { ...test, operator: 'exists', operand: undefined });
    if (test.operator === 'ne') return presence;
    if (test.operator === 'eq') return { kind: 'not', filter: presence };
    throw new Unreadable('compares with null: ask that with eq or ne.', test.column);
  }
  // The table's type promises that the asker found under a kind takes places of this kind.
  const where = (askers[place.kind] as Asker<Place['kind']>)(place, test);
  return { kind: 'asked', where: () => where };
}
