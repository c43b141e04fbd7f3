import { listed } from '../dialects/entra.ts';
import { invalidValue } from './errors.ts';

/** What a client asked to see, and not to see (RFC 7644 §3.9). */
export interface Selection {
  attributes?: string[];
  excludedAttributes?: string[];
}

/** Whether all is shown that there is to see. */
export const isWhole = ({ attributes, excludedAttributes }: Selection) => attributes === undefined && excludedAttributes === undefined;

/** Reads comma-separated lists of a query, or the lists of a search request. */
export const readSelection = (query: { attributes?: unknown; excludedAttributes?: unknown }): Selection => {
  const attributes = namesIn('attributes', query.attributes);
  const excludedAttributes = namesIn('excludedAttributes', query.excludedAttributes);
  return { ...(attributes.length > 0 && { attributes }), ...(excludedAttributes.length > 0 && { excludedAttributes }) };
};

const maxNames = 1000;
const maxFiltering = 1024;

function namesIn(parameter: string, sent: unknown): string[] {
  const names = listed(sent ?? [])
    .flatMap((text) => {
      if (typeof text !== 'string') throw invalidValue(`${parameter} must be the names of attributes, in a list or between commas.`);
      return betweenCommas(text);
    })
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const filtering = names.filter((name) => name.includes('[')).join();
  if (names.length > maxNames || filtering.length > maxFiltering)
    throw invalidValue(`${parameter} takes ${maxNames} names at most, and ${maxFiltering} characters of names with brackets.`);
  return names;
}

/** Commas within the brackets and the texts of value paths separate nothing. */
function betweenCommas(text: string): string[] {
  const ends: number[] = [];
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"' && depth > 0) quoted = !quoted;
    else if (quoted) at += character === '\\' ? 1 : 0;
    else if (character === '[') depth += 1;
    else if (character === ']') depth = Math.max(depth - 1, 0);
    else if (character === ',' && depth === 0) ends.push(at);
  }
  return [...ends, text.length].map((end, index) => text.slice(index === 0 ? 0 : (ends[index - 1] as number) + 1, end));
}
