import { type FieldNode, type GraphQLResolveInfo, getArgumentValues, isObjectType } from 'graphql';
import { invalidInput } from '#directory/errors.ts';
import type { ListOf } from '#directory/pages.ts';
import { groups, groupsWithMembers } from '../lists.ts';
import { selected, selects } from '../selects.ts';

/** The groups, with as many of their members as the operation asks for at the path. */
export function groupsAsked(info: GraphQLResolveInfo, ...path: readonly string[]): ListOf {
  if (selects(info, ...path, 'memberReferences')) return groupsWithMembers({ named: true });
  const asked = selected(info, ...path, 'memberColumns');
  if (asked.length === 0) return groups;
  const most = asked.map((field) => readMost(atMostOf(info, field)));
  return groupsWithMembers({
    most: most.includes(undefined) ? undefined : Math.max(...most.map(Number)),
    named: selects(info, ...path, 'memberColumns', 'displayNames'),
  });
}

/** How many members are asked for; undefined is all. */
export function readMost(atMost: number | null | undefined): number | undefined {
  if (atMost != null && atMost < 0) throw invalidInput('atMost must not be negative.');
  return atMost ?? undefined;
}

function atMostOf({ schema, variableValues }: GraphQLResolveInfo, field: FieldNode): number | undefined {
  const group = schema.getType('Group');
  const definition = isObjectType(group) && group.getFields()[field.name.value];
  return definition ? (getArgumentValues(definition, field, variableValues).atMost as number | undefined) : undefined;
}
