import { lex, type Token } from '#filter/lexer.ts';
import type { AttributeName } from '../protocol/attributeName.ts';
import type { Filter } from '../protocol/filter.ts';
import { comparedValue } from '../protocol/literal.ts';
import { parseFilter } from '../protocol/parseFilter.ts';
import { named, type ResolvedAttribute, resolve } from '../protocol/resolve.ts';
import type { Described } from '../protocol/schema.ts';
import { noteSpellings, noteUrn, pathOf } from './noteNames.ts';
import type { Note } from './Sighting.ts';

/** What a filter shows: what is left of it when it is parsed, and what is not. */
export function noteFilter(note: Note, type: Described, text: string): void {
  const filter = parseFilter(text);
  const tokens = lex(text);
  for (const [place, token] of tokens.entries()) noteToken(note, token, tokens.slice(Math.max(place - 2, 0), place));
  noteTests(note, filter, (name) => resolve(type, name));
}

const isOperator = ({ kind, text }: Token) => kind === 'word' && /^(eq|ne|co|sw|ew|gt|ge|lt|le)$/i.test(text);

function noteToken(note: Note, token: Token, [attribute, operator]: Token[]): void {
  if (token.kind === '.') note('COMPARED_ELEMENTS');
  if (token.kind !== 'word') return;
  noteUrn(note, token.text);
  const isLiteral = attribute?.kind === 'word' && operator !== undefined && isOperator(operator);
  if (isLiteral && typeof comparedValue(token)?.value === 'string') note('UNQUOTED_LITERALS', attribute.text);
}

function noteTests(note: Note, filter: Filter, find: (name: AttributeName) => ResolvedAttribute | undefined): void {
  if (filter.kind === 'and' || filter.kind === 'or') for (const part of filter.filters) noteTests(note, part, find);
  else if (filter.kind === 'not') noteTests(note, filter.filter, find);
  else noteTest(note, filter, find(filter.attribute));
}

function noteTest(note: Note, filter: Exclude<Filter, { kind: 'and' | 'or' | 'not' }>, resolved: ResolvedAttribute | undefined): void {
  if (!resolved) return;
  noteSpellings(note, filter.attribute, resolved);
  const { attribute, subAttribute } = resolved;
  if (filter.kind === 'compare' && filter.value !== null && attribute.subAttributes && !subAttribute)
    note('COMPARED_WHOLES', pathOf(resolved));
  if (filter.kind !== 'some') return;
  noteTests(note, filter.filter, ({ name }) => {
    const part = named(attribute.subAttributes ?? [], name);
    return part && { schema: resolved.schema, attribute: part };
  });
}
