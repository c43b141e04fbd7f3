import { isObject } from '../protocol/document.ts';
import { invalidSyntax, invalidValue } from '../protocol/errors.ts';
import type { Filter } from '../protocol/filter.ts';
import { type Paging, readPaging } from '../protocol/paging.ts';
import { parseFilter } from '../protocol/parseFilter.ts';
import { readSelection, type Selection } from '../protocol/selection.ts';

export interface Search extends Paging {
  filter?: Filter;
  sortBy?: string;
  descending: boolean;
  selection: Selection;
}

/** The parameters of a search by their lower-case names, from a query string or from the body of `/.search` (RFC 7644 §3.4.3). */
export type Parameters = ReadonlyMap<string, unknown>;

export const readSearch = (parameters: Parameters): Search => ({
  filter: readFilter(parameters.get('filter')),
  sortBy: readText('sortBy', parameters.get('sortby')),
  descending: readDescending(parameters.get('sortorder')),
  ...readPaging({ startIndex: parameters.get('startindex'), count: parameters.get('count'), cursor: parameters.get('cursor') }),
  selection: toSelection(parameters),
});

export const toSelection = (parameters: Parameters): Selection =>
  readSelection({ attributes: parameters.get('attributes'), excludedAttributes: parameters.get('excludedattributes') });

export function toParameters(body: unknown): Parameters {
  if (!isObject(body)) throw invalidSyntax('A search must be a JSON object.');
  return new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
}

function readFilter(value: unknown): Filter | undefined {
  const text = readText('filter', value);
  return text === undefined ? undefined : parseFilter(text);
}

function readText(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidValue(`${name} must be a text.`);
  return value;
}

function readDescending(value: unknown): boolean {
  const order = readText('sortOrder', value)?.toLowerCase() ?? 'ascending';
  if (order !== 'ascending' && order !== 'descending') throw invalidValue('sortOrder must be ascending or descending.');
  return order === 'descending';
}
