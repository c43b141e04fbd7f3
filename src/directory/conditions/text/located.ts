const column = Symbol('column');

/** A value of a where, with the column of the text where it is written. */
export type Located = { readonly [column]: number; readonly value: unknown };

export type Where = Readonly<Record<string, unknown>>;

export const located = (at: number, value: unknown): Located => ({ [column]: at, value });

export const columnOf = ({ [column]: at }: Located): number => at;

export const isLocated = (raw: unknown): raw is Located => typeof raw === 'object' && raw !== null && column in raw;

/** The value itself, or the values of a list, wherever they are written. */
export const plainValue = (raw: unknown): unknown => {
  const value = isLocated(raw) ? raw.value : raw;
  return Array.isArray(value) ? value.map(plainValue) : value;
};

/** Whether it has fields of its own, by which it may be put together with another. */
export const isFields = (raw: unknown): raw is Where =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Date) && !isLocated(raw);

const plain = (path: string, raw: unknown, columns: Map<string, number>): unknown => {
  if (isLocated(raw)) columns.set(path, columnOf(raw));
  const value = isLocated(raw) ? raw.value : raw;
  if (Array.isArray(value)) return value.map((item, at) => plain(`${path}[${at}]`, item, columns));
  return isFields(value) ? plainWhere(path, value, columns) : value;
};

/** A where as GraphQL takes it; the columns of its values are told by their paths. */
export const plainWhere = (path: string, where: Where, columns: Map<string, number>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(where).map(([name, value]) => [name, plain(`${path}.${name}`, value, columns)]));

/** The column of what stands at a path, or else of the first that stands within it. */
export function columnAt(path: string, columns: ReadonlyMap<string, number>): number | undefined {
  if (path === 'where') return undefined;
  const within = [...columns].find(([place]) => place === path || place.startsWith(`${path}.`) || place.startsWith(`${path}[`));
  return within ? within[1] : columnAt(path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))), columns);
}
