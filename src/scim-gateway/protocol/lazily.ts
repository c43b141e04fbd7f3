/** A list of fewer elements is made at once. */
const short = 200;

const lazyLists = new WeakSet<object>();

/**
 * A list whose elements are made each time that they are looked at, in its length and places like any other: of 100,000 members that are
 * written one after the other, few stand in memory at once.
 */
export function lazily<Element>(length: number, elementAt: (place: number) => Element): Element[] {
  if (length <= short) return Array.from({ length }, (_, place) => elementAt(place));
  const has = (key: string | symbol): key is string => typeof key === 'string' && /^\d+$/.test(key) && Number(key) < length;
  const list = new Proxy<Element[]>([], {
    has: (empty, key) => has(key) || Reflect.has(empty, key),
    get: (empty, key, receiver) => {
      if (key === 'length') return length;
      return has(key) ? elementAt(Number(key)) : Reflect.get(empty, key, receiver);
    },
  });
  lazyLists.add(list);
  return list;
}

export const isLazy = (list: object): boolean => lazyLists.has(list);
