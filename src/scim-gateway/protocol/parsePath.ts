import { type Tokens, tokensOf } from '#filter/tokens.ts';
import { type AttributeName, readAttributeName, readSchemaUrn } from './attributeName.ts';
import { invalidPath } from './errors.ts';
import type { Filter } from './filter.ts';
import { readFilter, readSub } from './parseFilter.ts';
import { refusedAs } from './refusedAs.ts';

/** A PATH of RFC 7644 §3.5.2; the sub-attribute behind a filter is the `sub` of the attribute. */
export interface Path {
  attribute: AttributeName;
  filter?: Filter;
}

// path = attribute [ "[" filter "]" [ "." sub ] ] / schema urn
export const parsePath = (text: string): Path => refusedAs(invalidPath, () => readPath(tokensOf(text)));

function readPath(tokens: Tokens): Path {
  const attribute = tokens.take('the name of an attribute', ({ text }) => readAttributeName(text) ?? readSchemaUrn(text));
  if (attribute.sub !== undefined || !tokens.accept('[')) {
    tokens.end();
    return { attribute };
  }
  const filter = tokens.enclosed(() => readFilter(tokens, true), ']');
  const sub = readSub(tokens);
  tokens.end();
  return { attribute: sub === undefined ? attribute : { ...attribute, sub }, filter };
}
