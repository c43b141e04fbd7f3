import type { InputRef } from '@pothos/core';
import { type Attribute, attributes, isCompared, type QuestionKind } from '#directory/conditions/attributes.ts';
import type { Subject } from '#directory/conditions/condition.ts';
import { builder, documentation } from '../builder.ts';
import { comparisons } from './comparisons.ts';
import { containments, extension, reportsTo } from './questions.ts';

/** The inputs name each other, so each is named before it is made. */
const input = (name: string) => builder.inputRef<object>(name);

type Type = InputRef<object>;

const named = {
  User: input('UserWhere'),
  Group: input('GroupWhere'),
  Name: input('NameWhere'),
  MultiValue: input('MultiValueWhere'),
  Address: input('AddressWhere'),
} satisfies Record<Subject, Type>;

/** The where of each subject. */
export const wheres: Record<Subject, Type> = named;

const descriptions: Record<Subject, string> = {
  User: 'A condition on people.',
  Group: 'A condition on groups.',
  Name: 'A condition on the parts of a name.',
  MultiValue: 'A condition on one value of a multi-valued attribute.',
  Address: 'A condition on one postal address.',
};

const collections = Object.fromEntries(
  (['MultiValue', 'Address'] as const).map((element) => [
    element,
    input(`${element}CollectionWhere`).implement({
      description: 'A condition on a list. Fields beside each other must all hold.',
      fields: (t) => ({
        any: t.field({ type: wheres[element], description: 'At least one element satisfies all of this; false for an empty list.' }),
        all: t.field({ type: wheres[element], description: 'Every element satisfies all of this; true for an empty list.' }),
        none: t.field({ type: wheres[element], description: 'No element satisfies all of this; true for an empty list.' }),
        count: t.field({ type: comparisons.number, description: 'How many elements there are.' }),
      }),
    }),
  ]),
);

/** The type of a field that asks more than a comparison. */
const questionTypes: Record<QuestionKind, (subject: Subject) => Type | [Type]> = {
  and: (subject) => [wheres[subject]],
  or: (subject) => [wheres[subject]],
  not: (subject) => wheres[subject],
  manager: () => wheres.User,
  reportsTo: () => reportsTo,
  memberOf: () => containments.groups,
  notMemberOf: () => containments.groups,
  members: () => containments.members,
  extension: () => extension,
};

function typeOf(subject: Subject, attribute: Attribute): Type | [Type] {
  if (isCompared(attribute)) return comparisons[attribute.kind];
  if (attribute.kind === 'collection') return collections[attribute.of] as Type;
  return attribute.kind === 'part' ? wheres[attribute.of] : questionTypes[attribute.kind as QuestionKind](subject);
}

/** The name is a part of the user's row. */
const modelOf = (subject: Subject) => (subject === 'Name' ? 'User' : subject);

const wordsOf = (subject: Subject, attribute: Attribute) =>
  'description' in attribute ? attribute.description : documentation(modelOf(subject), attribute.column);

for (const [subject, where] of Object.entries(named) as [Subject, (typeof named)[Subject]][]) {
  where.implement({
    description: `${descriptions[subject]} Fields beside each other must all hold. A missing value satisfies only ne, the not… operators and exists: false.`,
    fields: (t) =>
      Object.fromEntries(
        Object.entries<Attribute>(attributes[subject]).map(([name, attribute]) => [
          name,
          t.field({ type: typeOf(subject, attribute), description: wordsOf(subject, attribute) }),
        ]),
      ),
  });
}
