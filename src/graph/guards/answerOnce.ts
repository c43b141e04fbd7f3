import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { type FetchAPI, type Plugin, processRegularResult, type YogaInitialContext } from 'graphql-yoga';
import { type DirectoryError, invalidInput, keyOfAnother, keyPending, keyReused, keyUnanswered } from '#directory/errors.ts';
import { claimKey, type KeyConflict, type KeyedRequest, keepAnswer, releaseKey } from '#directory/idempotency.ts';
import { toRefusal } from '#directory/refusals.ts';
import type { Session } from '#directory/session.ts';
import { bearer, type Context } from '../context.ts';
import { isMutation } from './isMutation.ts';
import { ofDocument, refusal } from './refusal.ts';

type Asked = YogaInitialContext & Context;

interface Claim {
  readonly session: Session;
  readonly request: KeyedRequest;
}

const conflicts: Record<KeyConflict, { reason: () => DirectoryError; status: number }> = {
  reused: { reason: keyReused, status: 422 },
  pending: { reason: keyPending, status: 409 },
  unanswered: { reason: keyUnanswered, status: 409 },
  unreadable: { reason: keyOfAnother, status: 409 },
};

/**
 * Carries out a mutation with an Idempotency-Key once, and answers it with the same bytes whenever it is sent again
 * (draft-ietf-httpapi-idempotency-key-header-07). An answer that cannot be kept is a fault, and is given all the same.
 */
export function answerOnce(fault: (error: unknown) => void): Plugin<Context> {
  const executed = new WeakMap<Request, Claim>();
  let fetchAPI: FetchAPI;
  return {
    onYogaInit({ yoga }) {
      fetchAPI = yoga.fetchAPI;
    },
    onExecute({ args, executeFn, setExecuteFn }) {
      const asked = args.contextValue;
      const key = asked.request.headers.get('idempotency-key');
      if (key === null) return;
      if (!isMutation(args)) throw refusal(invalidInput('An Idempotency-Key belongs to a mutation. Send queries without it.'), ofDocument);
      const claim = { session: asked.session, request: toKeyedRequest(asked, key) };
      setExecuteFn((args: ExecutionArgs) =>
        carryOut(
          claim,
          () => executeFn(args),
          () => executed.set(asked.request, claim),
        ),
      );
    },
    async onExecutionResult({ request, result, setResult }) {
      const claim = executed.get(request);
      if (!claim) return;
      const text = await textOf(result as ExecutionResult, fetchAPI);
      await keepAnswer(claim.session, claim.request, text).catch(fault);
      setResult({ ...(result as ExecutionResult), stringify: () => text });
    },
  };
}

/** Runs what nobody has run under this key, and says when it has been executed; tells the answer of before, or the conflict, where someone has. */
async function carryOut(
  { session, request }: Claim,
  run: () => Promise<ExecutionResult>,
  onExecuted: () => void,
): Promise<ExecutionResult> {
  const state = await claimKey(session, request);
  if (typeof state === 'object') return repeated(state.answer);
  if (state !== 'claimed') throw refusal(conflicts[state].reason(), { status: conflicts[state].status });
  const result = await run();
  if (isLate(result)) return result;
  if (result.data === undefined || isUnwritten(result)) await releaseKey(session, request.key);
  else onExecuted();
  return result;
}

/** All that decides what the request does. */
const toKeyedRequest = ({ request: { headers }, params }: Asked, key: string): KeyedRequest => ({
  key,
  secret: bearer(headers.get('authorization') ?? undefined) ?? '',
  asked: JSON.stringify([params.query, params.operationName ?? null, params.variables ?? {}, headers.get('muster-connection')]),
});

const repeated = (answer: string) => ({
  data: null,
  extensions: { http: { headers: { 'Idempotent-Replayed': 'true' } } },
  stringify: () => answer,
});

/** What is still being written may have an answer one day, but nobody waits for it: the key is not given free. */
const isLate = ({ data, errors = [] }: ExecutionResult) =>
  data === undefined && errors.some(({ extensions }) => extensions.code === 'TIMEOUT');

/**
 * Whether each field was given up before it had written anything, and the same may succeed when it is sent again. A command is one statement, which
 * is undone as a whole; what fails below its field fails when it is done.
 */
const isUnwritten = ({ data, errors = [] }: ExecutionResult) =>
  data != null &&
  Object.keys(data).every((name) =>
    errors.some(({ path, originalError }) => path?.length === 1 && path[0] === name && toRefusal(originalError)?.code === 'TIMEOUT'),
  );

/** The bytes that the client is sent. */
const textOf = async (result: ExecutionResult, fetchAPI: FetchAPI) =>
  (await processRegularResult(result, fetchAPI, 'application/json')).text();
