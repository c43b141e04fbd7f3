import type { InputRef } from '@pothos/core';
import { type Attribute, attributes, isCompared, type QuestionKind } from '#directory/conditions/attributes.ts';
import type { Subject } from '#directory/conditions/condition.ts';
import { builder, documentation } from '../builder.ts';
import { comparisons } from './comparisons.ts';
import { collection, containments, extension, facts, type InputFields, inPolicies, reportsTo, texts } from './questions.ts';

/** The inputs name each other, so each is named before it is made. */
const input = (name: string) => builder.inputRef<object>(name);

type Type = InputRef<object>;

const named = {
  User: input('UserWhere'),
  Group: input('GroupWhere'),
  Device: input('DeviceWhere'),
  Name: input('NameWhere'),
  MultiValue: input('MultiValueWhere'),
  Address: input('AddressWhere'),
} satisfies Partial<Record<Subject, Type>>;

type Named = keyof typeof named;

/** The where of each subject; a text of a list is asked about as a value is. */
export const wheres: Record<Subject, Type> = { ...named, Text: comparisons.string };

const descriptions: Record<Named, string> = {
  User: 'A condition on people.',
  Group: 'A condition on groups.',
  Device: 'A condition on devices.',
  Name: 'A condition on the parts of a name.',
  MultiValue: 'A condition on one value of a multi-valued attribute.',
  Address: 'A condition on one postal address.',
};

const collections: Partial<Record<Subject, Type>> = {
  MultiValue: collection('MultiValueCollectionWhere', named.MultiValue),
  Address: collection('AddressCollectionWhere', named.Address),
  Device: collection('DeviceCollectionWhere', named.Device),
  Text: texts,
};

const assignedUser = input('AssignedUserWhere');

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
  facts: () => facts,
  assignedUser: () => assignedUser,
  inPolicies: () => inPolicies,
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

const meaning = 'Fields beside each other must all hold. A missing value satisfies only ne, the not… operators and exists: false.';

const fieldsOf = (t: InputFields, subject: Named) =>
  Object.fromEntries(
    Object.entries<Attribute>(attributes[subject]).map(([name, attribute]) => [
      name,
      t.field({ type: typeOf(subject, attribute), description: wordsOf(subject, attribute) }),
    ]),
  );

for (const [subject, where] of Object.entries(named) as [Named, (typeof named)[Named]][]) {
  where.implement({ description: `${descriptions[subject]} ${meaning}`, fields: (t) => fieldsOf(t, subject) });
}

assignedUser.implement({
  description: `A condition on the user of a device. ${meaning} A device without a user, or whose user is gone, satisfies only exists: false.`,
  fields: (t) => ({
    ...fieldsOf(t, 'User'),
    exists: t.boolean({ description: 'Whether there is one; stands alone.' }),
  }),
});
