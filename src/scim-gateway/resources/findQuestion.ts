import type { AttributeName } from '../protocol/attributeName.ts';
import { declaredAttribute, declaredSchema } from '../protocol/declared.ts';
import { type ResolvedAttribute, resolve } from '../protocol/resolve.ts';
import type { ResourceType } from '../protocol/schema.ts';
import { always, type Combination, own, type Question, type Questions } from './Question.ts';
import { type Find, unknownAttribute } from './translateFilter.ts';

/** Finds an attribute of a resource type in its table, by any spelling that SCIM allows; `otherwise` answers for the rest. */
export const findQuestion =
  <Where>(type: ResourceType, questions: Questions<Where>, otherwise: Find<Where>): Find<Where> =>
  (name) => {
    const found = resolve(type, name);
    return (found && own(questions, pathOf(found))) ?? otherwise(name);
  };

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
