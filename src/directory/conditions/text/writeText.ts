import { type Attribute, attributeNamed } from '../attributes.ts';
import type { RootSubject, Subject } from '../condition.ts';
import { InvalidCondition } from '../invalidCondition.ts';
import type { ComparedKind } from '../kinds.ts';
import { inferredKind, isNamedKind } from './inferredKind.ts';
import { type IdQuestion, type IdQuestionKind, idQuestions } from './questions.ts';
import { allOf, anyOf, not, type Term, within } from './terms.ts';
import { given, literal, writeComparison } from './writeComparison.ts';

/** The terms that a field of a where makes, under the name of its attribute. */
type Writer<Kind> = (name: string, raw: unknown, attribute: Attribute & { kind: Kind }, subject: Subject) => readonly Term[];

const comparison =
  (kind: ComparedKind): Writer<ComparedKind> =>
  (name, raw) =>
    writeComparison(kind, name, raw);

const wheres = (subject: Subject, raw: unknown): (readonly Term[])[] =>
  (Array.isArray(raw) ? raw : []).map((where) => termsOf(subject, where));

/** What is asked of one text of a list; that the list is there would be something else. */
const ofText = (name: string, raw: unknown): Term => {
  const [only, ...others] = writeComparison('string', name, raw);
  const isPresence = given(raw).some(([operator]) => operator === 'exists');
  return only?.shape === 'asks' && others.length === 0 && !isPresence ? only : within(name, writeComparison('string', 'value', raw), []);
};

function collection(name: string, of: Subject, raw: unknown): readonly Term[] {
  return given(raw).flatMap(([asked, where]) => {
    if (asked === 'count') return writeComparison('number', `${name}.count`, where);
    if (asked === 'any') return of === 'Text' ? ofText(name, where) : within(name, termsOf(of, where), ['asks']);
    const terms = of === 'Text' ? writeComparison('string', 'value', where) : termsOf(of, where);
    return within(`${name}.${asked}`, terms, []);
  });
}

/** Something of which there is one at most, so that what is asked of it may be asked by its name. */
const person: Writer<'manager' | 'assignedUser'> = (name, raw) => {
  const fields = given(raw);
  const exists = fields.find(([field]) => field === 'exists')?.[1];
  const present: Term = { text: `${name} pr`, shape: 'asks' };
  if (exists === false) return [not([present])];
  return [exists === true || fields.length === 0 ? present : within(name, termsOf('User', raw), ['asks', 'excludes'])];
};

/** A bare word, where it would be read as one. */
const setting = (value: unknown): string => (typeof value === 'string' && /^\w+$/.test(value) ? value : literal(value));

const ids: Writer<IdQuestionKind> = (name, raw, { kind }) => {
  const { field, settings }: IdQuestion = idQuestions[kind];
  const { [field]: asked, ...others } = Object.fromEntries(given(raw));
  const said = Object.entries(others).filter(([other, value]) => value !== settings[other]);
  const [only, ...more] = [asked].flat();
  const test = more.length === 0 && only !== undefined ? `eq ${literal(only)}` : `in ${literal(asked)}`;
  return [{ text: [name, test, ...said.flatMap(([other, value]) => [other, setting(value)])].join(' '), shape: 'asks' }];
};

/** The name of a custom attribute by its key; in brackets where it would be read as another. */
function customName(name: string, key: string): string {
  if (/^[a-z][\w-]*$/i.test(key)) return `${name}.${key}`;
  return /^urn:(?!ietf:params:scim:schemas:)[^\s()[\]",]+$/i.test(key) ? key : `${name}[${JSON.stringify(key)}]`;
}

/** What is asked as a value of some kind; the kind is said where it is not the one that would be inferred, or declared by a short key. */
function keyed(name: string, raw: unknown, isShort: boolean): readonly Term[] {
  return given(raw).flatMap(([field, asked]) => {
    if (field === 'key') return [];
    if (field === 'exists') return writeComparison('boolean', name, { exists: asked });
    if (!isNamedKind(field)) return collection(name, 'Text', asked);
    const isSaid = (operator: string, operand: unknown) =>
      operator === 'exists' || (!isShort && inferredKind(operator, operand instanceof Date ? operand.toISOString() : operand) !== field);
    return writeComparison(field, name, asked, (operator, operand) => (isSaid(operator, operand) ? ` as ${field}` : ''));
  });
}

const keyOf = (raw: unknown): string => String(Object.fromEntries(given(raw)).key);

const writers: { [Kind in Attribute['kind']]: Writer<Kind> } = {
  string: comparison('string'),
  exactString: comparison('exactString'),
  boolean: comparison('boolean'),
  id: comparison('id'),
  number: comparison('number'),
  dateTime: comparison('dateTime'),
  version: comparison('version'),
  assignmentSource: comparison('assignmentSource'),
  part: (name, raw, { of }) => termsOf(of, raw, `${name}.`),
  collection: (name, raw, { of }) => collection(name, of, raw),
  and: (_name, raw, _and, subject) => wheres(subject, raw).flat(),
  or: (_name, raw, _or, subject) => anyOf(wheres(subject, raw)),
  not: (_name, raw, _not, subject) => [not(termsOf(subject, raw))],
  manager: person,
  assignedUser: person,
  memberOf: ids,
  notMemberOf: ids,
  members: ids,
  inPolicies: ids,
  reportsTo: ids,
  extension: (name, raw) => {
    const key = keyOf(raw);
    return keyed(customName(name, key), raw, !key.includes(':'));
  },
  facts: (name, raw) => keyed(`${name}.${keyOf(raw)}`, raw, true),
};

/** All that a where asks, of attributes whose names begin with the prefix. */
function termsOf(subject: Subject, where: unknown, prefix = ''): readonly Term[] {
  return given(where).flatMap(([name, raw]) => {
    const attribute = attributeNamed(subject, name);
    if (attribute === undefined) throw new InvalidCondition(name, 'is unknown.');
    // The table's type promises that the writer found under a kind takes attributes of this kind.
    return (writers[attribute.kind] as Writer<Attribute['kind']>)(`${prefix}${name}`, raw, attribute, subject);
  });
}

/** The text that asks what a where asks, which readCondition has taken: readText reads it as a where with the same meaning. */
export const writeText = (subject: RootSubject, where: unknown): string => allOf(termsOf(subject, where));
