import { once } from 'node:events';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { changeTimedOut, questionTimedOut } from '#directory/errors.ts';
import { endTurns } from '#directory/turns.ts';
import type { Context } from '../context.ts';
import { isMutation } from './isMutation.ts';
import { refusal } from './refusal.ts';

/** Gives up an operation after so many milliseconds: it is answered at once, and none of its resolvers and questions begins any more. */
export const limitTime = (milliseconds: number): Plugin => ({
  onExecute({ executeFn, setExecuteFn }) {
    setExecuteFn(async (args: ExecutionArgs): Promise<ExecutionResult> => {
      const late = refusal(isMutation(args) ? changeTimedOut(milliseconds / 1000) : questionTimedOut(milliseconds / 1000), { status: 504 });
      const end = new AbortController();
      const timer = setTimeout(() => {
        end.abort(late);
        endTurns((args.contextValue as Context).session);
      }, milliseconds);
      const ended = once(end.signal, 'abort').then(() => ({ errors: [late] }));
      try {
        return await Promise.race([executeFn({ ...args, signal: end.signal } as ExecutionArgs), ended]);
      } catch (error) {
        if (error === late) return ended;
        throw error;
      } finally {
        clearTimeout(timer);
      }
    });
  },
});
