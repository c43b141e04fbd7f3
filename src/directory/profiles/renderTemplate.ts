import { createHash } from 'node:crypto';
import mustache from 'mustache';
import type { ProfileTemplate } from '#generated/prisma/client.ts';
import type { Definitions } from '../conditions/definitions.ts';
import type { ManagedDevice } from '../conditions/subjects.ts';
import { formats, unwritableIn } from './formats.ts';
import { parsedTemplate } from './parsedTemplates.ts';
import type { Template } from './parseTemplate.ts';
import { type GroupNames, readVariable } from './readVariable.ts';
import { type Setting, settings } from './templateInput.ts';
import { variableNamed } from './variables.ts';

/** Why a profile cannot be rendered; without a variable, for its size. */
export interface Failure {
  readonly variable: string | null;
  readonly reason: string;
}

/** A profile as it is for a device, with its SHA-256; or why it cannot be. */
export type Rendering = { body: string; digest: string; failure: null } | { body: null; digest: null; failure: Failure };

/** What of a template is rendered. */
export type Rendered = Pick<ProfileTemplate, 'format' | 'body' | 'onAbsent' | 'variables' | 'variableNames'>;

const mostCharacters = 1024 * 1024;

const usualSeparator = ', ';

const failed = (variable: string | null, reason: string): Rendering => ({ body: null, digest: null, failure: { variable, reason } });

/** The text of a variable, or why there is none. */
type Filled = { text: string; reason?: undefined } | { reason: string };

/** What stands for a variable that has no value. */
function whereAbsent(reason: string, { onAbsent }: Rendered, setting: Setting | undefined): Filled {
  const choice = setting?.onAbsent ?? onAbsent;
  if (choice === 'FAIL') return { reason };
  return { text: (choice === 'DEFAULT' && setting?.default) || '' };
}

function fill(name: string, template: Rendered, all: readonly Setting[], { device, groupNames, definitions }: On): Filled {
  const variable = variableNamed(name, definitions);
  if (!variable) return { reason: `${name} is declared no more.` };
  const setting = all.find((one) => one.name === name);
  const value = readVariable(name, variable, device, groupNames);
  const filled =
    value.absent === undefined
      ? { text: value.texts.join(setting?.separator ?? usualSeparator) }
      : whereAbsent(value.absent, template, setting);
  const letter = filled.reason === undefined ? unwritableIn(template.format, filled.text) : undefined;
  return letter ? { reason: `Its value has a character that ${template.format} cannot write: ${letter}.` } : filled;
}

/** The texts as mustache looks for them: at a.b in an object under a. */
function viewOf(texts: ReadonlyMap<string, string>): object {
  const view: Record<string, unknown> = Object.create(null);
  for (const [name, text] of texts) {
    const steps = name.split('.');
    const last = steps.pop() ?? '';
    let place = view;
    for (const step of steps) {
      const next: Record<string, unknown> = isPlace(place[step]) ? place[step] : Object.create(null);
      place[step] = next;
      place = next;
    }
    place[last] = text;
  }
  return view;
}

const isPlace = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const writer = new mustache.Writer();

/** What is rendered on a device: who is read with it, and by what. */
export interface On {
  readonly device: ManagedDevice;
  readonly groupNames: GroupNames;
  readonly definitions: Definitions;
}

const lengthOf = ({ tags }: Template, body: string, texts: ReadonlyMap<string, string>) =>
  tags.reduce((sum, { name }) => sum + (texts.get(name)?.length ?? 0), body.length);

/** The profile as it is for a device. */
export function renderTemplate(template: Rendered, on: On): Rendering {
  const all = settings.parse(template.variables);
  // Escaped once, however often they stand there.
  const texts = new Map<string, string>();
  for (const name of template.variableNames) {
    const filled = fill(name, template, all, on);
    if (filled.reason !== undefined) return failed(name, filled.reason);
    texts.set(name, formats[template.format].escape(filled.text));
  }
  const parsed = parsedTemplate(template.body);
  if (lengthOf(parsed, template.body, texts) > mostCharacters) return failed(null, `It would have more than ${mostCharacters} characters.`);
  const context = new mustache.Context(viewOf(texts));
  const body = writer.renderTokens(parsed.tokens, context, undefined, template.body, { escape: String });
  return { body, digest: createHash('sha256').update(body).digest('hex'), failure: null };
}
