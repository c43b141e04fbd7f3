/** One value of a multi-valued attribute, or the one of a complex attribute: only what is assigned. */
export type Element = Readonly<Record<string, string | boolean>>;

/** What a resource holds: for each attribute by its bare name its text, flag, element, elements, or JSON. Never changed in place. */
export type State = Readonly<Record<string, unknown>>;

export function withAttribute(state: State, name: string, value: unknown): State {
  const { [name]: _, ...others } = state;
  return value === undefined ? others : { ...others, [name]: value };
}

/** RFC 7643 §2.5: null, an empty list and nothing at all are the same, and so, by custom, is an empty text. */
export const isUnassigned = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
