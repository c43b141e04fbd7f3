const last: readonly string[] = ['and', 'or', 'not'];

/** A where that is kept, with what is asked of the row itself before what connects wheres: PostgreSQL keeps the fields of JSON in an order of its own. */
export function arranged(where: unknown): unknown {
  if (Array.isArray(where)) return where.map(arranged);
  if (typeof where !== 'object' || where === null) return where;
  const fields = Object.entries(where).map(([name, value]) => [name, arranged(value)] as const);
  return Object.fromEntries(fields.sort(([one], [other]) => last.indexOf(one) - last.indexOf(other)));
}
