import { z } from 'zod';
import { isObject } from './document.ts';
import { invalidSyntax } from './errors.ts';

/** One operation of a PATCH (RFC 7644 §3.5.2); without a path it is about the whole resource. */
export interface Operation {
  op: 'add' | 'replace' | 'remove';
  path?: string;
  value?: unknown;
}

/** Names in any case: Entra's verbs are capitalised, `Operations` is written small by some. Other names of an operation are ignored. */
const lowerCased = (body: unknown): unknown =>
  isObject(body) ? Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value])) : body;

const operation = z.preprocess(
  lowerCased,
  z.object(
    {
      op: z
        .string('op must be a string')
        .toLowerCase()
        .pipe(z.enum(['add', 'replace', 'remove'], 'op must be add, replace or remove')),
      path: z.string('path must be a string').nullish(),
      value: z.unknown().optional(),
    },
    'an operation must be an object',
  ),
);

const patchOp = z.preprocess(
  lowerCased,
  z.object({ operations: z.array(operation, 'Operations must be an array') }, 'the body must be an object with Operations'),
);

/** Reads the body of a PATCH; no operations are no change. */
export function readOperations(body: unknown): Operation[] {
  const { data, error } = patchOp.safeParse(body);
  if (error) throw invalidSyntax(toDetail(error.issues[0]));
  return data.operations.map(({ op, path, value }) => ({ op, ...(path && { path }), ...(value !== undefined && { value }) }));
}

const toDetail = (issue: { message: string; path: PropertyKey[] } | undefined) => {
  const operation = issue?.path.find((step) => typeof step === 'number');
  return `The PATCH cannot be read: ${operation === undefined ? '' : `operation ${Number(operation) + 1}: `}${issue?.message}.`;
};
