/** A filter in brackets, as a tree: the model reads no text. */
export type PartFilter =
  | { kind: 'and'; filters: readonly PartFilter[] }
  | { kind: 'or'; filters: readonly PartFilter[] }
  | { kind: 'not'; filter: PartFilter }
  | { kind: 'present'; part: string }
  | { kind: 'compare'; part: string; operator: Operator; literal: string | boolean };

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** What an operation is about: an attribute by its name, perhaps some elements of it, perhaps one part. */
export interface Place {
  attribute: string;
  filter?: PartFilter;
  part?: string;
}

export type Op = 'add' | 'replace' | 'remove';

/** A value for one place. */
export interface Entry {
  place: Place;
  value?: unknown;
}

/** One operation of a PATCH: on the place that its path names, or without a path on the places that its value names. */
export type Act = { op: Op; at: Place; value?: unknown } | { op: Op; entries: readonly Entry[] };
