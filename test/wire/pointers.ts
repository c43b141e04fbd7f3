const unescaped = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~');

/** The segments of a JSON Pointer; one in brackets, `[attribute=value]`, may hold slashes. */
const segmentsOf = (pointer: string) => [...pointer.matchAll(/\/(\[[^\]]*\]|[^/]*)/g)].map(([, segment]) => unescaped(segment ?? ''));

/** What stands at a pointer; `[attribute=value]` is the first element whose attribute says so. */
export const valueAt = (document: unknown, pointer: string) =>
  segmentsOf(pointer).reduce<unknown>((within, segment) => {
    if (typeof within !== 'object' || within === null) return undefined;
    const [, attribute, value] = /^\[(.+?)=(.*)\]$/.exec(segment) ?? [];
    if (attribute === undefined) return Object.hasOwn(within, segment) ? Reflect.get(within, segment) : undefined;
    return Array.isArray(within) ? within.find((element) => String(element?.[attribute]) === value) : undefined;
  }, document);

/** A copy with another value at a pointer; undefined takes it away. */
export function withValueAt(document: unknown, pointer: string, value: unknown): unknown {
  const set = (within: unknown, [segment, ...rest]: string[]): unknown => {
    if (segment === undefined) return value;
    const copy: Record<string, unknown> = Object.assign(Array.isArray(within) ? [] : {}, within);
    copy[segment] = set(copy[segment], rest);
    return copy;
  };
  return set(document, segmentsOf(pointer));
}
