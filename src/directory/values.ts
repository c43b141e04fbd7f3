import { z } from 'zod';
import { isWrittenVersion, writtenVersion } from './conditions/kinds.ts';
import { invalidInput, quoted } from './errors.ts';

/** Text that PostgreSQL and every client can carry: no NUL, no half of a surrogate pair. */
export const wellFormed = (text: string) => text.isWellFormed() && !text.includes('\0');

const textOf = (maximum: number) =>
  z.string().max(maximum, `must be at most ${maximum} characters`).refine(wellFormed, 'must not contain NUL characters or lone surrogates');

/** What an index holds must fit on an index page: 512 characters. */
const shortText = textOf(512);
const longText = textOf(65_536);

/** An empty string means no value, as identity providers mean it. */
const absentWhenEmpty = <T>(value: T) => (value === '' ? null : value);

export const requiredName = shortText.refine((text) => text.trim() !== '', 'must not be empty');
export const indexedText = shortText.nullable().transform(absentWhenEmpty);

/** What finds a resource again: blanks would find nothing. */
export const identifier = indexedText.refine((text) => text === null || text.trim() !== '', 'must not be blank');

/** What somebody signs in as: the blanks around it are not a part of it. */
export const account = shortText.nullable().transform((text) => text?.trim() || null);

export const plainText = textOf(8192).nullable().transform(absentWhenEmpty);

/** What is compared of a version is what it begins with; one that began otherwise would be found by nothing. */
export const version = plainText
  .transform((text) => text?.trim() || null)
  .refine((text) => text === null || isWrittenVersion(text), `must be ${writtenVersion}`);

const elementText = longText.nullish().transform((value) => (value === '' ? null : value));
const shortElementText = shortText.nullish().transform((value) => (value === '' ? null : value));

const withoutNulls = <T extends Record<string, unknown>>(element: T) =>
  Object.fromEntries(Object.entries(element).filter(([, value]) => value !== null && value !== undefined));

const listOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(z.strictObject(shape).transform(withoutNulls))
    .max(200, 'must have at most 200 elements')
    .nullable()
    .transform((list) => (list ?? []).filter((element) => Object.keys(element).length > 0));

/** A list of words. */
export const texts = z
  .array(shortText.refine((text) => text !== '', 'must not be empty'))
  .max(200, 'must have at most 200 elements')
  .nullable()
  .transform((list) => list ?? []);

/** The years that RFC 3339 can write. */
const [firstInstant, lastInstant] = [Date.parse('0001-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];

export const instant = z
  .date()
  .refine((date) => date.getTime() >= firstInstant && date.getTime() <= lastInstant, 'must be in the years 1 to 9999')
  .nullable();

export const multiValues = listOf({ value: elementText, display: elementText, type: shortElementText, primary: z.boolean().nullish() });

/** E-mail values are indexed. */
export const emails = listOf({ value: shortElementText, display: elementText, type: shortElementText, primary: z.boolean().nullish() });

export const addresses = listOf({
  formatted: elementText,
  streetAddress: elementText,
  locality: elementText,
  region: elementText,
  postalCode: elementText,
  country: elementText,
  type: shortElementText,
  primary: z.boolean().nullish(),
});

const maximumExtensionLength = 65_536;

const maximumExtensionDepth = 10;

/** The schemas whose attributes have fields of their own (RFC 7643 §4). */
const ownSchemas = /^urn:ietf:params:scim:schemas:(core:2\.0:|extension:enterprise:2\.0:User$)/i;

/** A schema is named by a URI; a name without a colon would be taken for an attribute of the resource itself. */
export const isForeignSchema = (key: string) => /^[a-z][a-z0-9+.-]*:./i.test(key) && !ownSchemas.test(key);

/** JSON that the database, its client and every reader can carry. */
export const jsonObject = z
  .custom<Record<string, unknown> | null>(isObjectOrNull, 'must be a JSON object')
  .refine((value) => isShallow(value, maximumExtensionDepth), {
    message: `must be at most ${maximumExtensionDepth} levels deep`,
    abort: true,
  })
  .superRefine((value, context) => {
    const text = JSON.stringify(value);
    if (text.length > maximumExtensionLength) context.addIssue(`must be at most ${maximumExtensionLength} characters of JSON`);
    if (!wellFormed(text) || /\\u(0000|d[89a-f])/i.test(text)) context.addIssue('must not contain NUL characters or lone surrogates');
    // The database client loses such a key.
    if (text.includes('"__proto__":')) context.addIssue('must not have a key named __proto__');
  });

/** Attributes of other schemas: an object by schema URN, kept as sent. */
export const extensions = jsonObject
  .refine((value) => Object.keys(value ?? {}).every(isForeignSchema), 'must have the URNs of other schemas as its keys')
  .transform((value) => value ?? {});

function isObjectOrNull(value: unknown) {
  return typeof value === 'object' && !Array.isArray(value);
}

const isShallow = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' || value === null || (levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1)));

/** What is to be sent instead of a value of another type. */
const expectedTypes: Record<string, string> = {
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  date: 'an instant such as 2026-01-31T09:00:00Z',
  array: 'a list',
  object: 'an object',
};

/** What is said of a value where its schema has no words of its own. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return `has no field ${issue.keys.map(quoted).join(' or ')}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code !== 'invalid_type') return undefined;
  const advice = issue.input === null ? ', and cannot be null: leave it out to keep it' : '';
  return `must be ${expectedTypes[issue.expected] ?? issue.expected}${advice}`;
}

/** An input before it is read: null may stand anywhere, and is refused where nothing can be cleared. */
export type Unread<Input> = { [Field in keyof Input]?: Input[Field] | null };

/** Reads an input through its one door; what does not fit is refused with the name of the field. `place` is where the input stands. */
export function read<Schema extends z.ZodType>(schema: Schema, input: unknown, place: readonly string[] = []): z.output<Schema> {
  const result = schema.safeParse(input, { error: inWords });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = [...place, ...(issue?.path ?? [])].join('.');
  throw invalidInput(`${field || 'The input'}: ${issue?.message ?? 'is not valid'}.`, field || undefined);
}
