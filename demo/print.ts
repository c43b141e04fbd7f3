import { styleText } from 'node:util';
import type { Step } from './conversation.ts';
import type { Json } from './memory.ts';
import { enterpriseSchema } from './schemas.ts';
import { align, fitted, type Table, toText, wrap } from './table.ts';

type Style = Parameters<typeof styleText>[0];

const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR;
const paint = (style: Style, text: string) => (coloured ? styleText(style, text) : text);

const widths = { line: 120, does: 38, asks: 56 };

export const printTitle = (title: string) => console.log(`\n${paint('bold', title)}`);

export const printLine = (text: string) => console.log(`  ${text}`);

/** One line for a request and its answer, and one below it for each operation of a PATCH. */
export function printStep({ does, asks, body, status, answers = {} }: Step): void {
  const [method = '', path = ''] = asks.split(/ (.*)/s);
  const request = fitted(`${method.padEnd(6)} ${readable(path)}`, widths.asks);
  const answer = Object.entries(answers).map(([pointer, value]) => readable(`${pointer} ${toText(value)}`));
  printLine(`${fitted(does, widths.does)} ${paint('cyan', request)} ${paint('green', String(status))}  ${answer.join(', ')}`.trimEnd());
  const margin = ' '.repeat(widths.does + 8);
  for (const operation of operationsOf(body)) printLine(margin + paint('dim', fitted(operation, widths.line - margin.length).trimEnd()));
}

const operationsOf = (body: Step['body']): string[] =>
  ((body?.Operations ?? []) as { op: string; path?: string; value?: Json }[]).map(({ op, path, value }) =>
    readable([op, path, value === undefined ? undefined : JSON.stringify(value)].filter((part) => part !== undefined).join(' ')),
  );

/** A question, how it is asked, and its answer as an aligned table. */
export function printAnswer(question: string, asks: string, { columns, rows, total }: Table): void {
  console.log();
  printLine(paint('bold', question));
  for (const line of wrap(asks, widths.line)) printLine(paint('cyan', line));
  const [header = '', ...lines] = align([columns, ...rows]);
  if (lines.length === 0) printLine('    nobody and nothing');
  else for (const line of [paint('dim', header), ...lines]) printLine(`    ${line}`);
  if (total !== undefined) printLine(`    ${total} in all`);
}

/** Ids by the names of what they stand for, and the longest of the schemas by its last word. */
const readable = (text: string) => text.replace(/\{\{(\w+)\}\}/g, '{$1}').replaceAll(enterpriseSchema, 'enterprise');
