import { createHash } from 'node:crypto';

/** A statement is worth preparing when it has come this often. */
const often = 3;

/** Each connection keeps every statement it ever prepared, so there is an end to them. */
const mostNames = 500;

const mostCounts = 5_000;

/** In a statement whose best plan depends on how many ids it is given: it gets no name, and so is planned for its ids. */
const plannedAnew = '/* planned anew */';

/** Names the statements that come often, so that a server parses and plans them once a connection; the others have no name. */
export function statementNames(): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return ({ sql }) => {
    if (sql.includes(plannedAnew)) return '';
    const known = names.get(sql);
    if (known || names.size >= mostNames) return known ?? '';
    const count = (counts.get(sql) ?? 0) + 1;
    if (counts.size >= mostCounts) counts.clear();
    counts.set(sql, count);
    if (count < often) return '';
    const name = createHash('sha256').update(sql).digest('base64url');
    counts.delete(sql);
    names.set(sql, name);
    return name;
  };
}
