import { z } from 'zod';
import { maxBulkOperations } from './bulkLimits.ts';
import { invalidSyntax, payloadTooLarge, repeatedBulkId, type ScimError } from './errors.ts';
import { lowerCased, readMessage } from './readMessage.ts';

export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation of a bulk request (RFC 7644 §3.7). */
export type BulkOperation = ReadOperation | UnreadOperation;

export interface ReadOperation {
  method: BulkMethod;
  path: string;
  bulkId?: string;
  /** What a single request would say in If-Match. */
  version?: string;
  /** What a single request would have as its body. */
  data?: unknown;
}

/** An operation that cannot be read: what can be told of it, and why. It is refused in its place. */
export interface UnreadOperation {
  method?: string;
  path: '';
  bulkId?: string;
  data?: undefined;
  refusal: ScimError;
}

export interface BulkRequest {
  operations: BulkOperation[];
  /** How many errors end the request; without it, none do. */
  failOnErrors: number;
}

const bulkRequest = z.preprocess(
  lowerCased,
  z.object(
    {
      failonerrors: z.int('failOnErrors must be a whole number').min(1, 'failOnErrors must be 1 or more').nullish(),
      operations: z.array(z.unknown(), 'Operations must be an array'),
    },
    'the body must be an object with Operations',
  ),
);

const bulkOperation = z.preprocess(
  lowerCased,
  z
    .object(
      {
        method: z
          .string('method must be a string')
          .toUpperCase()
          .pipe(z.enum(['POST', 'PUT', 'PATCH', 'DELETE'], 'method must be POST, PUT, PATCH or DELETE')),
        path: z.string('path must be a string'),
        // A reference to it may stand in the literal of a filter.
        bulkid: z
          .string('bulkId must be a string')
          .regex(/^[^"\\]*$/, 'bulkId must be without quotes and backslashes')
          .nullish(),
        version: z.string('version must be a string').nullish(),
        data: z.unknown().optional(),
      },
      'an operation must be an object',
    )
    .refine(({ method, bulkid }) => method !== 'POST' || bulkid, 'a POST needs a bulkId'),
);

/** Reads the body of a bulk request. One whose operations cannot be told apart is refused before anything is written. */
export function readBulkRequest(body: unknown): BulkRequest {
  const { operations: sent, failonerrors } = readMessage('bulk request', bulkRequest, body);
  if (sent.length > maxBulkOperations) {
    throw payloadTooLarge(`A bulk request has at most ${maxBulkOperations} operations; this one has ${sent.length}. Send several.`);
  }
  const operations = sent.map(readOperation);
  refuseRepeated(operations);
  return { operations, failOnErrors: failonerrors ?? Number.POSITIVE_INFINITY };
}

function readOperation(sent: unknown): BulkOperation {
  const { data, error } = bulkOperation.safeParse(sent);
  if (data) return toOperation(data);
  const { method, bulkid } = Object(lowerCased(sent)) as { method?: unknown; bulkid?: unknown };
  return {
    ...(typeof method === 'string' && { method: method.toUpperCase().slice(0, longestEcho) }),
    ...(typeof bulkid === 'string' && bulkid !== '' && { bulkId: bulkid }),
    path: '',
    refusal: invalidSyntax(`The operation cannot be read: ${error?.issues[0]?.message}.`),
  };
}

/** What a client has sent for a method is repeated in part only. */
const longestEcho = 20;

const toOperation = ({ method, path, bulkid, version, data }: z.output<typeof bulkOperation>): ReadOperation => ({
  method,
  path,
  ...(typeof bulkid === 'string' && { bulkId: bulkid }),
  ...(typeof version === 'string' && { version }),
  ...(data !== undefined && { data }),
});

function refuseRepeated(operations: readonly BulkOperation[]): void {
  const seen = new Set<string>();
  for (const { bulkId } of operations) {
    if (bulkId === undefined) continue;
    if (seen.has(bulkId)) throw repeatedBulkId(bulkId);
    seen.add(bulkId);
  }
}

/** The places of the operations that create, by their bulkIds. */
export const creatorsIn = (operations: readonly BulkOperation[]): ReadonlyMap<string, number> =>
  new Map(operations.flatMap(({ method, bulkId }, at) => (method === 'POST' && bulkId !== undefined ? [[bulkId, at]] : [])));
