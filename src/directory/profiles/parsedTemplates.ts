import { parseTemplate, type Template } from './parseTemplate.ts';

/** Characters of bodies that are remembered: what mustache makes of them is some times as large. */
const mostRemembered = 8 * 1024 * 1024;

const remembered = new Map<string, Template>();
let size = 0;

/** What is parsed of a body, which takes far longer than to render it; those that were asked for last are remembered. */
export function parsedTemplate(body: string): Template {
  const known = remembered.get(body);
  const template = known ?? parseTemplate(body);
  // A Map keeps the order in which it was written: the first is the one that nobody has asked for the longest.
  remembered.delete(body);
  remembered.set(body, template);
  if (!known) size += body.length;
  for (const oldest of remembered.keys()) {
    if (size <= mostRemembered) break;
    remembered.delete(oldest);
    size -= oldest.length;
  }
  return template;
}
