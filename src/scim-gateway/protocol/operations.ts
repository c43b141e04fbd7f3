import { z } from 'zod';
import { lowerCased, readMessage } from './readMessage.ts';

/** One operation of a PATCH (RFC 7644 §3.5.2); without a path it is about the whole resource. */
export interface Operation {
  op: 'add' | 'replace' | 'remove';
  path?: string;
  value?: unknown;
}

/** Entra's verbs are capitalised. */
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
export const readOperations = (body: unknown): Operation[] =>
  readMessage('PATCH', patchOp, body).operations.map(({ op, path, value }) => ({
    op,
    ...(path && { path }),
    ...(value !== undefined && { value }),
  }));
