import { isDeepStrictEqual } from 'node:util';
import { idOf, type Json, type Memory } from './memory.ts';
import { printAnswer } from './print.ts';
import { toTable } from './table.ts';
import { Unexpected } from './unexpected.ts';

/** A question to the graph. */
export interface Question {
  /** The question in words. */
  readonly question: string;
  /** One field of Query or Mutation; `$name` is the id of what was kept under that name. */
  readonly asks: string;
  /** The first column of the answer. */
  readonly finds: readonly string[];
}

/** A GraphQL endpoint and the credential to use there. */
export interface Caller {
  readonly url: string;
  readonly token: string;
}

/** Sends one operation; returns its only field. */
export async function execute({ url, token }: Caller, query: string, variables: object): Promise<Json> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as { data?: { [field: string]: Json }; errors?: { message: string }[] };
  if (response.status !== 200 || body.errors || !body.data)
    throw new Unexpected(`${query}: ${response.status}. ${body.errors?.map(({ message }) => message).join(' ') ?? ''}`);
  return Object.values(body.data)[0] ?? null;
}

/** Asks and prints; an answer that is not the expected one ends the demo. */
export async function ask(caller: Caller, { question, asks, finds }: Question, memory: Memory): Promise<void> {
  const names = [...new Set(asks.match(/\$\w+/g))].map((name) => name.slice(1));
  const operation = asks.startsWith('create') ? 'mutation' : 'query';
  const declared = names.length ? `(${names.map((name) => `$${name}: ID!`).join(', ')})` : '';
  const variables = Object.fromEntries(names.map((name) => [name, idOf(memory, name)]));
  const table = toTable(await execute(caller, `${operation} ${declared} { ${asks} }`, variables));
  printAnswer(question, asks, table);
  const found = table.rows.map(([first]) => first);
  if (!isDeepStrictEqual(found, finds)) throw new Unexpected(`${question} ${found.join(', ')} instead of ${finds.join(', ')}.`);
}
