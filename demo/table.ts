import type { Json } from './memory.ts';

type Fields = { readonly [name: string]: Json };

const isFields = (value: Json | undefined): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The totalCount, where it was asked for. */
  readonly total?: number;
}

/** The answer to one GraphQL field: the nodes of its list, or those of the only thing inside it, or itself as the only row. */
export function toTable(answer: Json): Table {
  if (!isFields(answer)) return { columns: [], rows: [] };
  const [only, ...others] = Object.values(answer);
  if (isFields(only) && others.length === 0) return toTable(only);
  if (!answer.nodes) return tableOf([answer]);
  const { nodes, totalCount } = answer as { nodes: readonly Fields[]; totalCount?: number };
  return { ...tableOf(nodes), ...(totalCount !== undefined && { total: totalCount }) };
}

function tableOf(nodes: readonly Fields[]): Table {
  const columns = [...new Set(nodes.flatMap((node) => Object.keys(node)))];
  return { columns, rows: nodes.map((node) => columns.map((name) => (name in node ? toText(node[name]) : ''))) };
}

/** A value on one line: a list by its elements, an object by its values, nothing as a dash. */
export function toText(value: Json | undefined): string {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value)) return value.length ? value.map(toText).join(', ') : '-';
  if (!isFields(value)) return String(value);
  return value.nodes ? toText(value.nodes) : Object.values(value).map(toText).join(' ');
}

/** The lines of a table, each column as wide as its widest cell. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The text in lines of at most so many characters, broken between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The text in exactly so many characters. */
export const fitted = (text: string, width: number) => (text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width));
