import { Unreadable } from '#filter/unreadable.ts';
import { isForeignSchema } from '../../values.ts';
import { type Attribute, attributes, isCompared } from '../attributes.ts';
import type { Quantified, RootSubject, Subject } from '../condition.ts';
import { attributeOf, type Definitions, declaredKinds, definitionOf } from '../definitions.ts';
import type { ComparedKind } from '../kinds.ts';
import { located, type Where } from './located.ts';
import { type IdQuestionKind, isIdQuestion } from './questions.ts';
import { unknownName } from './unknownName.ts';

/** The whole where, of what its field at the place holds. */
type Put = (asked: unknown) => Where;

/** The whole where, of the where at the place. */
type Enclose = (where: Where) => Where;

/** What a name means, and where it is asked. */
export type Place =
  | { kind: 'compared'; of: ComparedKind; put: Put }
  /** A custom attribute or a fact, asked by a field for each kind; `of` is the kind that is declared. */
  | { kind: 'declared'; of: ComparedKind | undefined; put: Enclose }
  /** A list: `enclose` takes a where on an element; `present` asks whether there are any. */
  | { kind: 'list'; of: Subject; quantifier: Quantified['kind'] | undefined; enclose: Enclose; present: Where }
  | { kind: 'person'; whose: 'manager' | 'assignedUser'; put: Put }
  | { kind: 'ids'; question: IdQuestionKind; put: Put }
  /** A custom attribute whose key follows in brackets. */
  | { kind: 'keyed'; at: (key: string, column: number) => Place };

/** Of what a name is an attribute, behind how many dots. */
type Scope = { subject: Subject; enclose: Enclose; definitions: Definitions; column: number; dots: number };

/** A where that is as deep as it may be needs fewer. */
const mostDots = 20;

/** An attribute that is named, and what follows the dot behind it. */
type Step<Kind> = (scope: Scope, put: Put, rest: string | undefined, attribute: Attribute & { kind: Kind }) => Place;

const quantifiers: readonly Quantified['kind'][] = ['any', 'all', 'none'];

function list(of: Subject, scope: Scope, put: Put, rest: string | undefined, present = put({ count: { gt: 0 } })): Place {
  const quantifier = quantifiers.find((known) => known === rest?.toLowerCase());
  // A text has no where: what is asked of it is a comparison.
  const enclose: Enclose = (element) => put({ [quantifier ?? 'any']: of === 'Text' ? element.value : element });
  if (rest === undefined || quantifier) return { kind: 'list', of, quantifier, enclose, present };
  if (rest.toLowerCase() === 'count') return { kind: 'compared', of: 'number', put: (count) => put({ count }) };
  return placeIn({ ...scope, subject: of, enclose }, rest);
}

function customAttribute({ definitions }: Scope, put: Put, key: string, column: number): Place {
  const declared = attributeOf(definitions, key)?.definition;
  return {
    kind: 'declared',
    of: declared && declaredKinds[declared.type],
    put: (typed) => put({ key: located(column, key), ...typed }),
  };
}

function fact(scope: Scope, put: Put, name: string): Place {
  const [key, rest] = cut(name);
  const type = definitionOf(scope.definitions.facts, key)?.type;
  const typed: Enclose = (where) => put({ key: located(scope.column, key), ...where });
  if (rest !== undefined || type === 'LIST') return list('Text', scope, (asked) => typed({ list: asked }), rest, typed({ exists: true }));
  return { kind: 'declared', of: type && declaredKinds[type], put: typed };
}

const person =
  (whose: 'manager' | 'assignedUser'): Step<typeof whose> =>
  (scope, put, rest) =>
    rest === undefined ? { kind: 'person', whose, put } : placeIn({ ...scope, subject: 'User', enclose: put }, rest);

const connective = ({ subject, column }: Scope): never => {
  throw unknownName(subject, '', column);
};

const steps: { [Kind in Exclude<Attribute['kind'], ComparedKind | IdQuestionKind>]: Step<Kind> } = {
  and: connective,
  or: connective,
  not: connective,
  manager: person('manager'),
  assignedUser: person('assignedUser'),
  part: (scope, put, rest = '', { of }) => placeIn({ ...scope, subject: of, enclose: put }, rest),
  collection: (scope, put, rest, { of }) => list(of, scope, put, rest),
  extension: (scope, put, key) =>
    key === undefined
      ? { kind: 'keyed', at: (quoted, column) => customAttribute(scope, put, quoted, column) }
      : customAttribute(scope, put, key, scope.column),
  facts: (scope, put, rest = '') => fact(scope, put, rest),
};

function whole({ column }: Scope, rest: string | undefined, place: Place): Place {
  if (rest === undefined) return place;
  throw new Unreadable('has no parts: leave out the dot and what follows it.', column);
}

function step(scope: Scope, put: Put, rest: string | undefined, attribute: Attribute): Place {
  if (isCompared(attribute)) return whole(scope, rest, { kind: 'compared', of: attribute.kind, put });
  if (isIdQuestion(attribute.kind)) return whole(scope, rest, { kind: 'ids', question: attribute.kind, put });
  // The table's type promises that the step found under a kind takes attributes of this kind.
  return (steps[attribute.kind] as Step<Attribute['kind']>)(scope, put, rest, attribute);
}

const ofScim = (urns: string) => new RegExp(`^urn:ietf:params:scim:schemas:(?:${urns}):([^:]+)$`, 'i');

/** Names of the directory's own attributes with the URNs that SCIM has for them (RFC 7643 §8.7). */
const ownNames: Readonly<Record<RootSubject, RegExp>> = {
  User: ofScim('core:2\\.0:User|extension:enterprise:2\\.0:User'),
  Group: ofScim('core:2\\.0:Group'),
  Device: ofScim('core:2\\.0:Device'),
};

const isRoot = (subject: Subject): subject is RootSubject => Object.hasOwn(ownNames, subject);

/** A name with the URI of a schema before it; before an attribute of the directory's own it changes nothing. */
function qualified(scope: Scope, path: string): Place {
  const { subject, column, enclose } = scope;
  const [, own] = (isRoot(subject) && ownNames[subject].exec(path)) || [];
  if (own !== undefined) return placeIn(scope, own);
  const custom = Object.entries<Attribute>(attributes[subject]).find(([, { kind }]) => kind === 'extension');
  if (!custom || !isForeignSchema(path)) throw unknownName(subject, path, column);
  return customAttribute(scope, (asked) => enclose({ [custom[0]]: asked }), path, column);
}

function cut(name: string): [head: string, rest?: string] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)];
}

function placeIn(outer: Scope, name: string): Place {
  const scope = { ...outer, dots: outer.dots + 1 };
  if (scope.dots > mostDots) throw new Unreadable(`has more than ${mostDots} parts: ask with fewer.`, scope.column);
  const [head, rest] = cut(name);
  const found = Object.entries<Attribute>(attributes[scope.subject]).find(([known]) => known.toLowerCase() === head.toLowerCase());
  if (found) return step(scope, (asked) => scope.enclose({ [found[0]]: asked }), rest, found[1]);
  if (name.includes(':')) return qualified(scope, name);
  throw unknownName(scope.subject, head, scope.column);
}

/** What a name at a column means of a subject, in any case; refuses one that means nothing. */
export const placeOf = (subject: Subject, name: string, column: number, definitions: Definitions): Place =>
  placeIn({ subject, enclose: (where) => where, definitions, column, dots: 0 }, name);
