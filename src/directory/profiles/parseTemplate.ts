import mustache, { type TemplateSpans } from 'mustache';
import { limitExceeded, quoted } from '../errors.ts';
import { invalidBody } from './invalidBody.ts';

/** A variable where it stands in a body, with its braces. */
export interface Tag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface Template {
  readonly tags: readonly Tag[];
  /** What mustache renders. */
  readonly tokens: string[][];
}

const mostTags = 1000;
const longestTag = 200;

/** What a tag is that is no variable, by what it begins with. */
const strangers: Record<string, string> = {
  '#': 'begins a section',
  '^': 'begins an inverted section',
  '/': 'ends a section',
  '>': 'is a partial',
  '{': 'is a variable that is not escaped',
  '&': 'is a variable that is not escaped',
  '=': 'changes the delimiters',
  '!': 'is a comment',
};

const advice = 'Templates have only variables, such as {{user.userName}}, which are escaped for the format.';

/** Where a tag ends that begins here; refuses one that is no variable. */
function endOf(body: string, start: number): number {
  const end = body.indexOf('}}', start) + 2;
  if (end < 2) throw invalidBody(body, start, '{{ is not closed by }}. Close it; where it is meant as text, write one brace by its code.');
  if (end - start > longestTag) throw invalidBody(body, start, `a tag has at most ${longestTag} characters. Close it with }}.`);
  const [, sign = ''] = /^\{\{\s*([#^/>{&=!])/.exec(body.slice(start, end)) ?? [];
  if (strangers[sign]) throw invalidBody(body, start, `${quoted(body.slice(start, end))} ${strangers[sign]}. ${advice}`);
  return end;
}

/** Refuses all but variables before the parser reads them: it takes the square of the length for what it looks for in vain. */
function refuseStrangers(body: string): void {
  let count = 0;
  for (let start = body.indexOf('{{'); start >= 0; start = body.indexOf('{{', endOf(body, start))) {
    count += 1;
    if (count > mostTags) throw limitExceeded(`body: has more than ${mostTags} variables in it. Make several templates of it.`);
  }
}

const writer = new mustache.Writer();

/** The parser remembers every template for good, unless it is told to forget. */
function spansOf(body: string): TemplateSpans {
  const spans: TemplateSpans = writer.parse(body);
  writer.clearCache();
  return spans;
}

/** The variables of a body, and what mustache renders. A text is cut out of the body anew: the parser has put it together letter by letter. */
export function parseTemplate(body: string): Template {
  refuseStrangers(body);
  const spans = spansOf(body);
  return {
    tags: spans.flatMap(([type, name, start, end]) => (type === 'name' ? [{ name, start, end }] : [])),
    tokens: spans.map(([type, value, start, end]) => [type, type === 'text' ? body.slice(start, end) : value]),
  };
}
