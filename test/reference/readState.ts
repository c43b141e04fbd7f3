import type { Attributes } from './attributes.ts';
import { type Element, isObject, type State } from './state.ts';

/** What the JSON of a resource says that it holds, in the words of the model. */
export function readState(attributes: Attributes, body: Record<string, unknown>): State {
  const held = Object.entries(attributes).flatMap(([name, { urn, kind, readOnly, readOnlyParts = [] }]) => {
    const holder = urn === undefined ? body : body[urn];
    const value = isObject(holder) ? holder[name] : undefined;
    if (value === undefined || readOnly) return [];
    return [[name, kind === 'members' ? idsOf(value) : without(value, [...readOnlyParts, ...(name === 'manager' ? ['$ref'] : [])])]];
  });
  return Object.fromEntries(held);
}

const idsOf = (members: unknown) => (members as { value: string }[]).map(({ value }) => value).sort();

/** Without what the server adds; a manager who is found has a $ref and a displayName. */
const without = (value: unknown, parts: readonly string[]) =>
  parts.length > 0 && isObject(value) ? Object.fromEntries(Object.entries(value).filter(([part]) => !parts.includes(part))) : value;

/** The same for the same state: the elements of a list have no order (RFC 7643 §2.4). */
export const comparable = (attributes: Attributes, state: State): State =>
  Object.fromEntries(
    Object.entries(state)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => [name, attributes[name]?.kind === 'list' ? inOrder(value as Element[]) : value]),
  );

const inOrder = (elements: readonly Element[]) => elements.map((element) => toText(element)).sort();

const toText = (element: Element) => JSON.stringify(Object.entries(element).sort());
