import { declaredKinds } from '../definitions.ts';
import { type ComparedKind, kinds } from '../kinds.ts';
import { operatorNamed } from '../operators.ts';

/** The kinds as which attributes and facts can be compared. */
export const namedKinds: readonly ComparedKind[] = Object.values(declaredKinds);

/** Whether operands of the kind are written in quotation marks. */
export const isQuoted = (kind: ComparedKind) => !['Float', 'Boolean'].includes(kinds[kind].scalar);

const isWrittenAs = (kind: ComparedKind, value: unknown): boolean =>
  isQuoted(kind) ? typeof value === 'string' : kinds[kind].operand(value) !== undefined;

/** As what a value is compared where nothing declares it: the first kind that has the operator, and operands that are written so. */
export const inferredKind = (operator: string, operand: unknown): ComparedKind | undefined => {
  const [value] = [operand].flat();
  return namedKinds.find((kind) => operatorNamed(kind, operator) !== undefined && isWrittenAs(kind, value));
};

export const isNamedKind = (name: string): name is ComparedKind => namedKinds.some((kind) => kind === name);
