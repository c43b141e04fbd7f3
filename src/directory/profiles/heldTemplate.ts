import type { ProfileTemplate } from '#generated/prisma/client.ts';
import type { Definitions } from '../conditions/definitions.ts';
import { invalidInput, limitExceeded, quoted } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { formats, unwritableIn } from './formats.ts';
import { invalidBody } from './invalidBody.ts';
import { parsedTemplate } from './parsedTemplates.ts';
import type { Tag } from './parseTemplate.ts';
import type { Setting } from './templateInput.ts';
import { variableNamed, variableNames } from './variables.ts';

export type Rules = Pick<ProfileTemplate, 'format' | 'body'> & { variables: readonly Setting[] };

const mostNames = 200;

function refuseUnknown(body: string, { name, start }: Tag, definitions: Definitions): never {
  const near = nearest(name, variableNames(definitions)).map(quoted).join(' or ');
  const advice = near ? `Did you mean ${near}?` : 'The README lists those that there are; attributes and facts are declared before.';
  throw invalidBody(body, start, `${quoted(name)} is the name of no variable. ${advice}`);
}

/** What is said of a variable that is not there would be of no effect, and is refused. */
function checkSettings({ format, variables }: Rules, names: readonly string[]): void {
  for (const [at, { name, default: text, separator }] of variables.entries()) {
    const path = `variables[${at}]`;
    if (!names.includes(name)) throw invalidInput(`${path}.name: there is no {{${name.slice(0, 100)}}} in the body. Leave it out.`, path);
    if (variables.findIndex((other) => other.name === name) < at)
      throw invalidInput(`${path}.name: ${name} is there twice. Send it once.`, path);
    for (const [field, value] of Object.entries({ default: text, separator })) {
      const letter = value == null ? undefined : unwritableIn(format, value);
      if (letter) throw invalidInput(`${path}.${field}: has a character that ${format} cannot write (${letter}). Leave it out.`, path);
    }
  }
}

/** Holds a template, as it is to be stored, to its format and to the variables that there are, and tells which it has. */
export function heldTemplate(rules: Rules, definitions: Definitions): string[] {
  const { body, format } = rules;
  const { tags } = parsedTemplate(body);
  const stranger = tags.find(({ name }) => !variableNamed(name, definitions));
  if (stranger) refuseUnknown(body, stranger, definitions);
  const names = [...new Set(tags.map(({ name }) => name))];
  if (names.length > mostNames) throw limitExceeded(`body: has more than ${mostNames} different variables. Make several templates of it.`);
  formats[format].check(body, tags);
  checkSettings(rules, names);
  return names;
}
