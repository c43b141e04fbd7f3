import type { z } from 'zod';
import { isObject } from './document.ts';
import { invalidSyntax } from './errors.ts';

/** Names in any case: `Operations` is written small by some. Other names of a message are ignored. */
export const lowerCased = (body: unknown): unknown =>
  isObject(body) ? Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value])) : body;

/** Reads a message that is no resource; a refusal says which of its operations cannot be read. */
export function readMessage<Schema extends z.ZodType>(what: string, schema: Schema, body: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(body);
  if (error) throw invalidSyntax(`The ${what} cannot be read: ${toDetail(error.issues[0])}.`);
  return data as z.output<Schema>;
}

const toDetail = (issue: { message: string; path: PropertyKey[] } | undefined) => {
  const operation = issue?.path.find((step) => typeof step === 'number');
  return `${operation === undefined ? '' : `operation ${Number(operation) + 1}: `}${issue?.message}`;
};
