import type { QuestionKind } from '../attributes.ts';
import { chainLengths } from '../managers.ts';

/** A question that names others by their ids: one by eq, several by in. */
export type IdQuestion = {
  /** The field of the where that holds the ids, or the only one. */
  field: 'ids' | 'id';
  /** What may be said behind the ids, by the names of its fields, with what holds where it is not said. */
  settings: Readonly<Record<string, unknown>>;
};

/** The questions that are asked by ids. */
export const idQuestions = {
  memberOf: { field: 'ids', settings: { match: 'ANY', transitive: true } },
  notMemberOf: { field: 'ids', settings: { match: 'ANY', transitive: true } },
  members: { field: 'ids', settings: { match: 'ANY', transitive: false } },
  inPolicies: { field: 'ids', settings: { match: 'ANY' } },
  reportsTo: { field: 'id', settings: { maxDepth: chainLengths.usual } },
} satisfies Partial<Record<QuestionKind, IdQuestion>>;

export type IdQuestionKind = keyof typeof idQuestions;

/** What may be said behind any of them. */
export const idSettings: readonly string[] = [...new Set(Object.values(idQuestions).flatMap(({ settings }) => Object.keys(settings)))];

export const isIdQuestion = (kind: string): kind is IdQuestionKind => Object.hasOwn(idQuestions, kind);
