import type { InputRef } from '@pothos/core';
import { chainLengths } from '#directory/conditions/managers.ts';
import { builder } from '../builder.ts';
import { comparisons } from './comparisons.ts';

export type InputFields = PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>;

const MatchMode = builder.enumType('MatchMode', {
  description: 'How many of several must match.',
  values: { ANY: { description: 'At least one.' }, ALL: { description: 'Each.' } } as const,
});

const containment = (name: string, description: string, ids: string, transitive: boolean) =>
  builder.inputRef<object>(name).implement({
    description,
    fields: (t) => ({
      ids: t.idList({ required: true, description: ids }),
      match: t.field({ type: MatchMode, required: true, defaultValue: 'ANY', description: 'Whether one of them is enough.' }),
      transitive: t.boolean({ required: true, defaultValue: transitive, description: 'Whether membership through nested groups counts.' }),
    }),
  });

/** Questions of membership, from either side. */
export const containments = {
  groups: containment('GroupMembershipWhere', 'Membership of groups, by id.', 'The groups.', true),
  members: containment('GroupMembersWhere', 'Members of a group, by id.', 'Users and groups.', false),
};

export const reportsTo = builder.inputRef<object>('ReportsToWhere').implement({
  description:
    'A person somewhere up the chain of managers. Where managers run in a circle, everyone in it reports to everyone in it, themselves too, though reportChain ends before them.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The manager’s id.' }),
    maxDepth: t.int({
      description: `How many steps up; 1 is the direct manager. ${chainLengths.usual} without it, at most ${chainLengths.longest}.`,
    }),
  }),
});

export const inPolicies = builder.inputRef<object>('InPoliciesWhere').implement({
  description:
    'Membership of policies, by id, as their own conditions say it at the moment of asking. A disabled policy has no members. A policy that asks for its own members, directly or through others, is refused when it is saved.',
  fields: (t) => ({
    ids: t.idList({ required: true, description: 'The policies.' }),
    match: t.field({ type: MatchMode, required: true, defaultValue: 'ANY', description: 'Whether one of them is enough.' }),
  }),
});

/** What any, all, none and count of a list are asked with; `element` is the condition on one element. */
export const collection = (name: string, element: InputRef<object>) =>
  builder.inputRef<object>(name).implement({
    description: 'A condition on a list. Fields beside each other must all hold.',
    fields: (t) => ({
      any: t.field({ type: element, description: 'At least one element satisfies all of this; false for an empty list.' }),
      all: t.field({ type: element, description: 'Every element satisfies all of this; true for an empty list.' }),
      none: t.field({ type: element, description: 'No element satisfies all of this; true for an empty list.' }),
      count: t.field({ type: comparisons.number, description: 'How many elements there are.' }),
    }),
  });

export const texts = collection('StringCollectionWhere', comparisons.string);

const asTyped = (t: InputFields) => ({
  exists: t.boolean({ description: 'Whether it has any value, of whatever type.' }),
  string: t.field({ type: comparisons.string, description: 'Compares it as text.' }),
  number: t.field({ type: comparisons.number, description: 'Compares it as a number.' }),
  boolean: t.field({ type: comparisons.boolean, description: 'Compares it as true or false.' }),
  dateTime: t.field({ type: comparisons.dateTime, description: 'Compares it as an instant.' }),
  version: t.field({ type: comparisons.version, description: 'Compares it as a version.' }),
});

export const extension = builder.inputRef<object>('AttributeWhere').implement({
  description:
    'A comparison of an attribute of another SCIM schema: exactly one beside the key. A declared attribute is compared as the type of its definition; of any other, a value of another type counts as missing. Of several values, each operator is asked by itself: gt: 1 and lt: 5 hold of 0 and 9 too.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description:
        'The key of an attribute definition, as in badge; or the schema’s URI, a colon and the attribute’s name, as in urn:acme:User:badge. The case of what is declared does not matter; any other path is compared exactly.',
    }),
    ...asTyped(t),
  }),
});

export const facts = builder.inputRef<object>('FactWhere').implement({
  description: 'A comparison of a fact: exactly one beside the key, of the type of the fact’s definition.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'The key of a fact definition, as in diskFreeGb; case does not matter.' }),
    ...asTyped(t),
    list: t.field({ type: texts, description: 'Asks about its texts.' }),
  }),
});
