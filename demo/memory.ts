export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What the demo has seen, by the names that its tables use. */
export type Memory = Map<string, { readonly [name: string]: Json }>;

/** The id of what is kept under a name. */
export function idOf(memory: Memory, name: string): string {
  const id = memory.get(name)?.id;
  if (typeof id !== 'string') throw new Error(`Nothing with an id is kept under the name ${name}.`);
  return id;
}

/** The same text or JSON, with the id of what is kept in the place of each `{{name}}`. */
export function fill<Value extends Json>(template: Value, memory: Memory): Value {
  const text = JSON.stringify(template).replace(/\{\{(\w+)\}\}/g, (_, name: string) => idOf(memory, name));
  return JSON.parse(text);
}

/** What stands at a JSON Pointer without its first slash; the length of a list too. */
export const at = (value: Json | undefined, pointer: string): Json | undefined =>
  pointer
    .split('/')
    .reduce<Json | undefined>(
      (inner, name) => (inner !== null && typeof inner === 'object' ? (inner as { [name: string]: Json })[name] : undefined),
      value,
    );
