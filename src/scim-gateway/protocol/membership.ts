import { unwrapped } from '../dialects/entra.ts';
import { unlessChanged } from './applyStep.ts';
import { withChange } from './changeAttribute.ts';
import { isObject, type Json, type ScimDocument } from './document.ts';
import { mutability } from './errors.ts';
import type { Filter } from './filter.ts';
import { membersAttribute } from './groupSchema.ts';
import { type MemberChange, type MemberFold, memberFold } from './memberFold.ts';
import { foldMembers, idsIn } from './memberStep.ts';
import { type Operation, readOperations } from './operations.ts';
import { isReadOnly } from './resolve.ts';
import { groupResource } from './resourceTypes.ts';
import type { Attribute } from './schema.ts';
import { type Step, stepsIn, stepsOf } from './steps.ts';
import type { AttributeTarget } from './target.ts';

/** A PATCH of a group as what it changes, told without reading the group. */
export interface MembershipPatch {
  displayName?: string;
  externalId?: string | null;
  members?: MemberChange;
  /** Stored members that match one of these leave as well, unless they are in `members.add`. */
  remainder: Filter[];
  /** Operations on attributes of other schemas, for `applyOperations`: they need the group as it is, but not its members. */
  rest: Operation[];
}

/** Folds the operations of a group's PATCH, in order, into their net effect. The id is the group's own, which a client may repeat. */
export function toMembershipPatch(body: unknown, id?: string): MembershipPatch {
  const fold = memberFold();
  const rest: Operation[] = [];
  const own: OwnChange = {};
  for (const operation of readOperations(body)) {
    const steps = stepsOf(groupResource, {}, operation);
    if (steps.some(isForeign)) rest.push(foreignPartOf(operation));
    for (const step of steps) if (step.target.kind === 'attribute') Object.assign(own, foldOwn(fold, step.target, step, id));
  }
  return { ...own, ...fold.result(), rest };
}

/** An operation with only those keys of its value that are about other schemas. */
const foreignPartOf = (operation: Operation): Operation => {
  const value = unwrapped(operation.value);
  if (operation.path !== undefined || !isObject(value)) return operation;
  const isKept = ([key, part]: [string, unknown]) => stepsIn(groupResource, {}, operation.op, { [key]: part }).some(isForeign);
  return { op: operation.op, value: Object.fromEntries(Object.entries(value).filter(isKept)) };
};

/** Only the group itself can tell what becomes of the attributes of other schemas, which are kept as one object. */
const isForeign = ({ target }: Step) => target.kind !== 'attribute';

type OwnChange = Pick<MembershipPatch, 'displayName' | 'externalId'>;

const foldOwn = (fold: MemberFold, { resolved, filter }: AttributeTarget, { op, value }: Step, id: string | undefined): OwnChange => {
  const { attribute, subAttribute } = resolved;
  if (attribute === membersAttribute) foldMembers(fold, { subAttribute, filter }, { op, value });
  else if (isReadOnly(resolved)) unlessChanged(id === undefined ? {} : { id }, resolved, { op, value });
  else return ownChange(attribute, withChange({}, { op, attribute, filter, value })[attribute.name]);
  return {};
};

const ownChange = ({ name, required }: Attribute, value: Json | undefined): OwnChange => {
  if (required && value === undefined) throw mutability(`${name} is required and cannot be cleared.`);
  return { [name]: value ?? null };
};

/** The ids of the members of a group's document. */
export const memberIds = (document: ScimDocument): string[] => (Array.isArray(document.members) ? idsIn(document.members) : []);
