import type { Plugin } from 'graphql-yoga';
import { type Cost, costLimit, costOf, exceeds, tooCostly } from '../costs.ts';
import { ofDocument, refusal } from './refusal.ts';

/** Refuses operations that ask for too much before any of them is executed, and tells in every answer what was asked for. */
export const limitCosts: Plugin = {
  onExecute({ args, setResultAndStopExecution }) {
    const requested = costOf(args);
    // What cannot be measured cannot be executed either, and is refused there in better words.
    if (!requested) return;
    const extensions = { cost: { requested, limit: costLimit } satisfies Record<string, Cost> };
    if (exceeds(requested)) {
      setResultAndStopExecution({ errors: [refusal(tooCostly(requested), ofDocument)], extensions });
      return;
    }
    return {
      onExecuteDone({ result, setResult }) {
        if (!('next' in result)) setResult({ ...result, extensions: { ...result.extensions, ...extensions } });
      },
    };
  },
};
