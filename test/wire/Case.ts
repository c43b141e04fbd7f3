import { readFileSync } from 'node:fs';

/** An expectation of a body, or of a header by `name`. */
export interface Check {
  op: string;
  path?: string;
  name?: string;
  value?: unknown;
  /** Applies only to an answer with one of these statuses. */
  ifStatus?: number | number[];
}

export interface Step {
  method: string;
  path: string;
  headers?: Record<string, string | null>;
  body?: unknown;
  rawBody?: string;
  /** The name of a captured body that is sent back, changed by `bodySet` and `bodyUnset`. */
  bodyFrom?: string;
  bodySet?: Record<string, unknown>;
  bodyUnset?: string[];
  repeat?: number;
  parallel?: boolean;
  waitMs?: number;
  capture?: Record<string, string>;
  expect?: { status?: number | number[]; counts?: Record<string, number>; headers?: Check[]; body?: Check[] };
}

/** One conversation of an identity provider, as captured or documented. */
export interface Case {
  id: string;
  idp: string;
  level: 'must' | 'should' | 'contested';
  title: string;
  steps: Step[];
}

export const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as Case[];
