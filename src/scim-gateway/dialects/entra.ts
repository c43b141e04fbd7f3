import { isObject } from '../protocol/document.ts';
import type { Filter } from '../protocol/filter.ts';

/** Entra sends booleans as words unless the tenant URL carries `aadOptscim062020` (Microsoft's SCIM compliance notes). */
export const wordsAsBooleans = (value: unknown) =>
  typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value;

/** Entra's provisioning expressions wrap a single value in an array: `"value": ["Platform"]` (better-auth #10620). */
export const unwrapped = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

/** Entra names a manager, and some clients an e-mail or a member, by the bare value: `"value": "2819c223-…"` for `{"value": "2819c223-…"}`. */
export const scalarAsValue = (value: unknown) => (isObject(value) || Array.isArray(value) ? value : { value });

/** One object in place of a list of one: gallery applications map a multi-valued attribute to a single element. */
export const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Entra matches by `emails[type eq "work"].value eq "x"`, which is not in the grammar: one element must satisfy both. */
export const correlated = (filter: Filter, test: Filter): Filter => ({
  kind: 'and',
  filters: filter.kind === 'and' ? [...filter.filters, test] : [filter, test],
});

/**
 * A published example of Entra's has an unquoted literal (`externalId eq jyoung`), and so has Microsoft's Postman collection. Words of the grammar
 * are none, and neither is what was quoted in another way: nobody would be found by a name with apostrophes around it.
 */
export const unquotedLiteral = (word: string) =>
  /^(and|or|not|pr|eq|ne|co|sw|ew|gt|ge|lt|le|['\u2018\u2019\u201c\u201d`{[].*)$/i.test(word) ? undefined : word;

/**
 * Entra's old samples leave out the colon in `…:enterprise:2.0User`; Microsoft's own server knows paths like
 * `urn:scim:schemas:extension:enterprise:2.0.department` (SCIMReferenceCode, Path.cs), whose dot is met behind the present URN too.
 */
export const entraUrns: readonly [RegExp, string][] = [
  [/^urn:ietf:params:scim:schemas:extension:enterprise:2\.0User(?=$|[:.])/i, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  [/^urn:scim:schemas:extension:enterprise:2\.0\./i, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:'],
  [/^(urn:ietf:params:scim:schemas:(?:core|extension:enterprise):2\.0:(?:User|Group))\.(?=[a-z])/i, '$1:'],
];
