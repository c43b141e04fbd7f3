import { setTimeout } from 'node:timers/promises';
import { type DocumentNode, print } from 'graphql';
import { z } from 'zod';
import type { ErrorCode } from '../documents/generatedEnums.ts';
import { type Caller, type Execute, GraphRefusal, type Stranger } from '../graph.ts';
import { ScimError, tooMany, unauthorized, unavailable } from '../protocol/errors.ts';
import { faults } from './faults.ts';

export interface RemoteGraph {
  /** Where /graphql is, without a slash at its end. */
  graphUrl: string;
  /** Is told why the graph could not be asked. */
  fault: (error: unknown) => void;
  /** The milliseconds that an answer is waited for: more than the graph gives itself, and less than the minute that Okta waits. */
  patience?: number;
}

/** `Execute` on the graph of another process. It refuses as it would in process; that it does not answer is told with 503. */
export function executeOverHttp({ graphUrl, fault, patience = 40_000 }: RemoteGraph): Execute {
  return async <Data>(document: DocumentNode, variables: unknown, caller: Caller | Stranger) => {
    const body = JSON.stringify({ query: textOf(document), variables });
    const { answer, retryAfter } = await ask(body, caller).catch((reason) => {
      if (reason instanceof ScimError) throw reason;
      if (caller.signal?.aborted) throw unavailable();
      // What fetch throws says nothing; its cause does.
      fault(reason instanceof TypeError ? (reason.cause ?? reason) : reason);
      throw unavailable();
    });
    const [error] = answer.errors ?? [];
    if (error) throw new GraphRefusal(toErrorCode(error.extensions.code), error.message, retryAfter);
    return answer.data as Data;
  };

  /** A credential that has asked too often is made to wait, as long as that is not too long: one bulk request may be two thousand questions. */
  async function ask(body: string, caller: Caller | Stranger): Promise<Answered> {
    const deadline = Date.now() + patience;
    const signal = AbortSignal.any([AbortSignal.timeout(patience), ...(caller.signal ? [caller.signal] : [])]);
    for (;;) {
      const response = await fetch(`${graphUrl}/graphql`, { method: 'POST', headers: toHeaders(caller), body, signal, redirect: 'error' });
      const retryAfter = secondsIn(response);
      const wait = isKnown(response) ? retryAfter : undefined;
      if (wait === undefined || Date.now() + wait * 1000 > deadline) return { answer: await toAnswer(response), retryAfter };
      await response.body?.cancel();
      await setTimeout(wait * 1000, undefined, { signal });
    }
  }
}

const texts = new WeakMap<DocumentNode, string>();

function textOf(document: DocumentNode): string {
  const text = texts.get(document) ?? print(document);
  texts.set(document, text);
  return text;
}

/** The id of a connection has 36 characters. What is longer names none, and neither does its beginning. */
const longestId = 100;

const toHeaders = ({ authorization, connectionId, requestId }: Caller | Stranger): Record<string, string> => ({
  Accept: 'application/graphql-response+json',
  'Content-Type': 'application/json',
  ...(authorization !== undefined && { Authorization: authorization }),
  // As it stands in the path: anything may be written there.
  ...(connectionId !== undefined && { 'Muster-Connection': encodeURIComponent(connectionId).slice(0, longestId) }),
  'X-Request-Id': requestId,
});

/** The seconds that whoever has asked too often has to wait. */
function secondsIn({ status, headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after'));
  return status === 429 && seconds > 0 ? seconds : undefined;
}

/** Whether a credential has asked too often; strangers, who share one limit, are told so at once (draft-ietf-httpapi-ratelimit-headers-10). */
const isKnown = ({ headers }: Response) => headers.get('ratelimit-policy')?.startsWith('"credential"') ?? false;

interface Answered {
  answer: z.infer<typeof answerOfGraph>;
  retryAfter: number | undefined;
}

const answerOfGraph = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })).optional(),
});

/** What the graph's HTTP refuses before the graph reads it. Of the headers that are sent, only the credential can be long. */
const refusalsOfSize: Record<number, () => ScimError> = {
  413: () => tooMany('The request holds more than the directory reads at once. Send less at a time.'),
  431: () => unauthorized('The credential is longer than any that is given out.'),
};

async function toAnswer(response: Response): Promise<z.infer<typeof answerOfGraph>> {
  const refuse = refusalsOfSize[response.status];
  if (refuse) throw refuse();
  const answer = answerOfGraph.safeParse(parsed(await response.text()));
  if (!answer.success) throw new Error(`GRAPH_URL has answered ${response.status} with something that is no answer of a graph.`);
  return answer.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A graph of a later release may have codes that this one does not know. */
const toErrorCode = (code: string): ErrorCode => (Object.hasOwn(faults, code) ? (code as ErrorCode) : 'INTERNAL');
