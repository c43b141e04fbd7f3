import { once } from 'node:events';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { changeTimedOut, questionTimedOut } from '#directory/errors.ts';
import { whileWaitedFor } from '#directory/turns.ts';
import { isMutation } from './isMutation.ts';
import { refusal } from './refusal.ts';

/**
 * Gives up an operation after so many milliseconds: it is answered at once, and none of its resolvers and questions begins any more. A query
 * whose client has gone is given up as well; a mutation is not, because its answer may be asked for once more (answerOnce).
 */
export const limitTime = (milliseconds: number): Plugin => ({
  onExecute({ context: { request }, executeFn, setExecuteFn }) {
    setExecuteFn(async (args: ExecutionArgs): Promise<ExecutionResult> => {
      const isChange = isMutation(args);
      const late = refusal(isChange ? changeTimedOut(milliseconds / 1000) : questionTimedOut(milliseconds / 1000), { status: 504 });
      const end = new AbortController();
      const giveUp = () => end.abort(late);
      const timer = setTimeout(giveUp, milliseconds);
      const ended = once(end.signal, 'abort').then(() => ({ errors: [late] }));
      if (!isChange) request.signal.addEventListener('abort', giveUp);
      if (!isChange && request.signal.aborted) giveUp();
      try {
        return await Promise.race([whileWaitedFor(end.signal, () => executeFn({ ...args, signal: end.signal } as ExecutionArgs)), ended]);
      } catch (error) {
        if (error === late) return ended;
        throw error;
      } finally {
        clearTimeout(timer);
        request.signal.removeEventListener('abort', giveUp);
      }
    });
  },
});
