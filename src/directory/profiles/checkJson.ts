import { invalidInput } from '../errors.ts';
import { invalidBody } from './invalidBody.ts';
import type { Tag } from './parseTemplate.ts';

/** In a text this letter is itself, and everywhere else in JSON it is an error, after a backslash too. */
const placeholder = 'x';

const withPlaceholders = (body: string, tags: readonly Tag[]): string => {
  const parts: string[] = [];
  let end = 0;
  for (const tag of tags) {
    parts.push(body.slice(end, tag.start), placeholder.repeat(tag.end - tag.start));
    end = tag.end;
  }
  return `${parts.join('')}${body.slice(end)}`;
};

/** The first variable that does not stand in a text. */
function outsideOfTexts(text: string, tags: readonly Tag[]): Tag | undefined {
  const starts = new Map(tags.map((tag) => [tag.start, tag]));
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const tag = starts.get(at);
    if (tag && !isText) return tag;
    if (text[at] === '"') isText = !isText;
    else if (text[at] === '\\' && isText) at += 1;
  }
  return undefined;
}

/** Refuses a body that is no JSON, or would not be whatever the variables stand for. */
export function checkJson(body: string, tags: readonly Tag[]): void {
  const text = withPlaceholders(body, tags);
  try {
    JSON.parse(text);
  } catch (error) {
    const stray = outsideOfTexts(text, tags);
    if (stray)
      throw invalidBody(
        body,
        stray.start,
        `{{${stray.name}}} does not stand in a text. Put it in quotes: values are escaped as texts are.`,
      );
    const reason = error instanceof Error ? error.message : String(error);
    const [, position] = /position (\d+)/.exec(reason) ?? [];
    if (position !== undefined) throw invalidBody(body, Number(position), `is not well-formed JSON: ${reason}.`);
    throw invalidInput(`body: is not well-formed JSON: ${reason}.`, 'body');
  }
}
