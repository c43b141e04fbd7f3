import { parseXml, XmlDeclaration, type XmlDocument, XmlElement, XmlError, type XmlNode, XmlText } from '@rgrove/parse-xml';
import { invalidInput } from '../errors.ts';
import { invalidBody } from './invalidBody.ts';
import type { Tag } from './parseTemplate.ts';

/** A character that may stand wherever a name or a text may, and stands for nothing. */
const mark = '\u{1fffe}';
const marked = new RegExp(`${mark}0*(\\d+)${mark}`, 'gu');

/** What ends a section of CDATA, and must stand nowhere else: it would, once what stands between its signs is empty. */
const torn = new RegExp(`\\](?:${mark}\\d+${mark})*\\](?:${mark}\\d+${mark})*>`, 'gu');

/** Of the length of the tag, so that what the parser says of a place is said of the body; by its number it is known again. */
const placeholder = ({ start, end }: Tag, at: number) => `${mark}${String(at).padStart(end - start - 2 * mark.length, '0')}${mark}`;

function withPlaceholders(body: string, tags: readonly Tag[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const [at, tag] of tags.entries()) {
    parts.push(body.slice(end, tag.start), placeholder(tag, at));
    end = tag.end;
  }
  return `${parts.join('')}${body.slice(end)}`;
}

const isText = (node: XmlNode): node is XmlText => node instanceof XmlText && node.type === 'text';

/** The texts of elements and the values of attributes: where a value can stand that is escaped. CDATA is no such place, nor is a comment. */
function* textsIn(document: XmlDocument): Generator<string> {
  const nodes: XmlNode[] = [...document.children];
  // Grows while it is walked: a stack would overflow.
  for (const node of nodes) {
    if (isText(node)) yield node.text;
    if (!(node instanceof XmlElement)) continue;
    yield* Object.values(node.attributes);
    nodes.push(...node.children);
  }
}

/** The parser counts characters, and says in an excerpt what it has read. */
function refusal(body: string, text: string, { message, pos }: XmlError) {
  const [reason = ''] = message.split(/ \(line \d/);
  return invalidBody(body, Array.from(text).slice(0, pos).join('').length, `is not well-formed XML: ${reason.replace(/\.?$/, '.')}`);
}

function parsed(body: string, text: string): XmlDocument {
  try {
    return parseXml(text, { preserveCdata: true, preserveXmlDeclaration: true });
  } catch (error) {
    throw error instanceof XmlError ? refusal(body, text, error) : error;
  }
}

/** What is rendered is read as UTF-8: a declaration must not say otherwise. */
function refuseEncoding(body: string, { children: [first] }: XmlDocument): void {
  const encoding = first instanceof XmlDeclaration ? (first.encoding ?? 'UTF-8') : 'UTF-8';
  if (!/^utf-8$/i.test(encoding))
    throw invalidBody(body, 0, `declares the encoding ${encoding}: what is rendered is UTF-8. Declare that, or none.`);
}

/** Refuses a body that is no well-formed XML, or would not be whatever the variables stand for. */
export function checkXml(body: string, tags: readonly Tag[]): void {
  if (body.includes(mark)) throw invalidInput('body: must not contain the character U+1FFFE.', 'body');
  const whole = withPlaceholders(body, tags);
  const found = new Set<number>();
  const document = parsed(body, whole);
  refuseEncoding(body, document);
  for (const text of textsIn(document)) for (const [, at] of text.matchAll(marked)) found.add(Number(at));
  const stray = tags.find((_, at) => !found.has(at));
  if (stray)
    throw invalidBody(
      body,
      stray.start,
      `{{${stray.name}}} stands neither in the text of an element nor in the value of an attribute, where alone it can be escaped.`,
    );
  const end = Array.from(whole.matchAll(torn)).find(([signs]) => signs !== ']]>');
  if (end)
    throw invalidBody(body, end.index, 'would read ]]>, which XML does not allow in a text, where a variable is empty. Write &gt; for >.');
}
