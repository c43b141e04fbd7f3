import { listed, scalarAsValue, unwrapped } from '../dialects/entra.ts';
import { clears } from '../dialects/okta.ts';
import { isObject, type Json } from './document.ts';
import { invalidValue, noTarget } from './errors.ts';
import type { Filter } from './filter.ts';
import { kept } from './kept.ts';
import { checkValueFilter, matches } from './matches.ts';
import type { Operation } from './operations.ts';
import { type Attribute, attribute } from './schema.ts';

/** Some values of a declared attribute that has several. */
export interface DeclaredValues {
  /** The attribute with its values as what RFC 7643 §2.4 calls them, the sub-attribute `value`. */
  attribute: Attribute;
  filter: Filter;
}

export function declaredValues({ name, type, description }: Attribute, filter: Filter): DeclaredValues {
  const described = attribute(name, description, { multiValued: true, subAttributes: [attribute('value', description, { type })] });
  checkValueFilter(described, filter);
  return { attribute: described, filter };
}

/** The values after some of them are replaced or removed; undefined if none is left. */
export function withValues(current: Json | undefined, { attribute, filter }: DeclaredValues, { op, value }: Operation): Json | undefined {
  const values = current === undefined ? [] : (listed(current) as Json[]);
  const isTarget = (one: Json) => matches(attribute, filter, { value: one });
  const next = op === 'remove' ? null : readOne(attribute, value);
  if (next !== null && !values.some(isTarget)) throw noTarget(`No value of ${attribute.name} matches the filter.`);
  const after = values.flatMap((one) => (isTarget(one) ? (next ?? []) : [one]));
  return after.length > 0 ? after : undefined;
}

/** What takes the place of a value, alone or as `{"value": …}`; null for nothing. */
function readOne({ name }: Attribute, sent: unknown): Json | null {
  const { value } = Object(scalarAsValue(unwrapped(sent))) as { value?: unknown };
  if (clears(sent) || clears(value)) return null;
  if (isObject(value) || Array.isArray(value)) throw invalidValue(`A value of ${name} must be a single one.`);
  return kept(value, name);
}
