import { type ExecutionArgs, GraphQLError, getOperationAST, getVariableValues } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { limitExceeded } from '#directory/errors.ts';
import { ofDocument, refusal } from './refusal.ts';

/** Objects, lists and what stands in them, in all variables together. */
const maximumValues = 200_000;

/** An operation declares a few; many more would have to be copied, again and again, before anything is asked of them. */
const maximumVariables = 200;

/** Each error repeats what was sent: of a large input the executor would write it down 50 times. */
const maxErrors = 3;

/** Refuses variables that are too large, or not of their types. */
export const checkVariables: Plugin = {
  onParams({ params: { variables } }) {
    if (typeof variables === 'object' && variables !== null && Object.keys(variables).length > maximumVariables)
      throw refusal(limitExceeded(`An operation has at most ${maximumVariables} variables. Send lists in one.`), ofDocument);
  },
  onExecute({ args }) {
    const errors = errorsIn(args);
    if (errors.length) throw new AggregateError(errors);
  },
};

function errorsIn({ schema, document, operationName, variableValues = {} }: ExecutionArgs): readonly GraphQLError[] {
  if (isLarge(variableValues))
    return [refusal(limitExceeded(`Variables hold at most ${maximumValues} values. Send fewer at once.`), ofDocument)];
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const { errors = [] } = getVariableValues(schema, definitions, { ...variableValues }, { maxErrors });
  // What is nested too deeply to be read is thrown as it is.
  for (const error of errors) if (error instanceof GraphQLError) error.extensions.http = ofDocument;
  return errors;
}

/** Without recursion, which could not read what is nested deeply. */
function isLarge(variables: unknown): boolean {
  const unread = [variables];
  let count = 0;
  while (unread.length) {
    const value = unread.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) {
      count += 1;
      if (count > maximumValues) return true;
      unread.push(inner);
    }
  }
  return false;
}
