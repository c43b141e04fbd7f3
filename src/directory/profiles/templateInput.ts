import { z } from 'zod';
import { OnAbsent, ProfileFormat } from '#generated/prisma/client.ts';
import { requiredName, type Unread, wellFormed } from '../values.ts';

const mostBytes = 256 * 1024;
const mostVariables = 200;

const ownText = (most: number) =>
  z.string().max(most, `must be at most ${most} characters`).refine(wellFormed, 'must not contain NUL characters or lone surrogates');

/** What is said of one variable. */
export interface Setting {
  readonly name: string;
  readonly onAbsent?: OnAbsent;
  readonly default?: string;
  readonly separator?: string;
}

/** The same, as it is sent: where a variable of several values has no separator of its own, the usual one parts them. */
const setting = z
  .strictObject({
    name: z.string(),
    onAbsent: z.enum(OnAbsent).nullish(),
    default: ownText(1024).nullish(),
    separator: ownText(16).nullish(),
  })
  .refine(
    ({ onAbsent, default: text }) => onAbsent !== 'DEFAULT' || text,
    'needs a default that is not empty, because its onAbsent is DEFAULT',
  )
  .refine(({ onAbsent, default: text }) => onAbsent === 'DEFAULT' || text == null, 'has a default, which needs onAbsent: DEFAULT')
  .transform(
    ({ name, onAbsent, default: text, separator }): Setting => ({
      name,
      ...(onAbsent && { onAbsent }),
      ...(text && { default: text }),
      ...(separator != null && { separator }),
    }),
  );

/** The settings of variables, as they are sent and as they are kept. */
export const settings = z.array(setting).max(mostVariables, `must have at most ${mostVariables} elements`);

const body = z
  .string()
  .min(1, 'must not be empty')
  .refine((text) => Buffer.byteLength(text) <= mostBytes, 'must be at most 256 KiB in UTF-8')
  .refine(wellFormed, 'must not contain NUL characters or lone surrogates');

const onAbsent = z
  .enum(OnAbsent)
  .refine((choice) => choice !== 'DEFAULT', 'must be EMPTY or FAIL: a default is said of a variable, in variables');

/** The columns of a template that stand for themselves: absent keeps, null clears. */
export const templateChange = z
  .strictObject({
    name: requiredName,
    format: z.enum(ProfileFormat),
    body,
    onAbsent,
    variables: settings.nullable().transform((variables) => variables ?? []),
  })
  .partial();

export const newTemplate = templateChange.required({ name: true, format: true, body: true });

export type TemplateChange = Unread<z.input<typeof templateChange>>;
export type NewTemplate = TemplateChange & { policyId: string };
