import type { AttributeName } from '../protocol/attributeName.ts';
import { declaredAttribute, declaredSchema } from '../protocol/declared.ts';
import { invalidFilter } from '../protocol/errors.ts';
import { type ResolvedAttribute, resolve } from '../protocol/resolve.ts';
import type { ResourceType } from '../protocol/schema.ts';
import { always, type Combination, own, type Question, type Questions } from './Question.ts';
import { type Find, nameOf, unknownAttribute } from './translateFilter.ts';

/** Finds an attribute of a resource type in its table, by any spelling that SCIM allows; `otherwise` answers for what the type does not have. */
export const findQuestion =
  <Where>(type: ResourceType, questions: Questions<Where>, otherwise: Find<Where>): Find<Where> =>
  (name) => {
    const found = resolve(type, name);
    return found ? (own(questions, pathOf(found)) ?? refuseUnasked(name, pathOf(found))) : otherwise(name);
  };

/** What is shown and cannot be filtered by, beside what is asked instead. */
const instead: Record<string, string> = {
  'meta.version': 'meta.lastModified',
  'meta.location': 'id',
  'groups.display': 'groups.value, which is the id of a group',
  'groups.type': 'groups.value, which is the id of a group that the user is in directly',
  'groups.$ref': 'groups.value, which is the id of a group',
  'members.display': 'members.value, which is the id of a member',
  'members.type': 'members.value, which is the id of a member',
  'members.$ref': 'members.value, which is the id of a member',
  'manager.$ref': 'manager.value',
  'assignedUser.$ref': 'assignedUser.value',
};

function refuseUnasked(name: AttributeName, path: string): never {
  const other = own(instead, path);
  throw invalidFilter(`The attribute ${nameOf(name)} cannot be filtered by.${other ? ` Ask by ${other}.` : ''}`);
}

/** An attribute's path in a table, in the spelling of its schema. */
export const pathOf = ({ attribute, subAttribute }: ResolvedAttribute) =>
  subAttribute ? `${attribute.name}.${subAttribute.name}` : attribute.name;

export const refuseUnknown: Find<never> = (name) => {
  throw unknownAttribute(name);
};

/** Where several types are searched at once, an attribute of another type is unassigned (RFC 7644 §3.4.2.1). */
export const unassignedIfOf =
  <Where extends Combination<Where>>(...others: readonly ResourceType[]): Find<Where> =>
  (name) =>
    others.some((other) => resolve(other, name) ?? isDeclared(other, name)) ? unassigned() : refuseUnknown(name);

const isDeclared = (type: ResourceType, { urn = '', name }: AttributeName) =>
  declaredAttribute(declaredSchema(type, urn), name) !== undefined;

/** An attribute that no resource of its type has. */
export const unassigned = <Where extends Combination<Where>>(): Question<Where> => ({
  compare: (operator) => always(operator === 'ne'),
  present: () => always(false),
  some: () => always(false),
});
