import { type ExecutionArgs, getOperationAST } from 'graphql';

/** Whether the operation that is asked for changes something. */
export const isMutation = ({ document, operationName }: Pick<ExecutionArgs, 'document' | 'operationName'>) =>
  getOperationAST(document, operationName)?.operation === 'mutation';
