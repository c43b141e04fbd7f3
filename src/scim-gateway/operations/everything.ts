import { EverythingPageDocument, GroupsPageDocument } from '../documents/generated.ts';
import { given } from '../graph.ts';
import type { ScimDocument } from '../protocol/document.ts';
import type { Slice } from '../protocol/paging.ts';
import { projection } from '../protocol/project.ts';
import { groupResource, userResource } from '../protocol/resourceTypes.ts';
import { unassignedIfOf } from '../resources/findQuestion.ts';
import { groupParts, toSnapshot as toGroup } from '../resources/group/group.ts';
import { toWhere as toGroupWhere } from '../resources/group/toWhere.ts';
import type { Context, PageInfo } from '../resources/Resource.ts';
import { toWhere as toUserWhere } from '../resources/user/toWhere.ts';
import { toSnapshot as toUser, userParts } from '../resources/user/user.ts';
import type { Search } from './readSearch.ts';

/** The lists that a query of the server's root goes through, one after the other (RFC 7644 §3.4.2.1). */
export const lists = ['users', 'groups'] as const;

export type List = (typeof lists)[number];

export interface Row {
  list: List;
  cursor: string;
  document: ScimDocument;
}

export interface Part {
  total: number;
  info: PageInfo;
  rows: Row[];
}

/** A slice of the users and one of the groups for which a search holds. */
export async function loadEverything(
  context: Context,
  { filter, selection }: Search,
  slices: Record<List, Slice>,
): Promise<Record<List, Part>> {
  const { users, groups } = await context.graph(EverythingPageDocument, {
    users: filter && toUserWhere(filter, unassignedIfOf(groupResource)),
    groups: filter && toGroupWhere(filter, unassignedIfOf(userResource)),
    ...variablesOf(slices),
    ...userParts(selection),
    ...groupParts(selection),
  });
  const [showUser, showGroup] = [projection(userResource, selection), projection(groupResource, selection)];
  return {
    users: toPart('users', given(users), (user) => showUser(toUser(user, context).document)),
    groups: toPart('groups', given(groups), (group) => showGroup(toGroup(group, context).document)),
  };
}

/** A slice of the groups alone, by index. */
export async function loadGroups(context: Context, { filter, selection }: Search, slice: Slice): Promise<Part> {
  const where = filter && toGroupWhere(filter, unassignedIfOf(userResource));
  const { groups } = await context.graph(GroupsPageDocument, { where, ...slice, ...groupParts(selection) });
  const show = projection(groupResource, selection);
  return toPart('groups', given(groups), (group) => show(toGroup(group, context).document));
}

const variablesOf = ({ users, groups }: Record<List, Slice>) => ({
  usersFirst: users.first,
  usersAfter: users.after,
  usersLast: users.last,
  usersBefore: users.before,
  usersOffset: users.offset,
  groupsFirst: groups.first,
  groupsAfter: groups.after,
  groupsLast: groups.last,
  groupsBefore: groups.before,
});

interface Found<Node> {
  totalCount: number;
  pageInfo: PageInfo;
  edges?: readonly { cursor: string }[];
  nodes: readonly Node[];
}

const toPart = <Node>(list: List, { totalCount, pageInfo, edges = [], nodes }: Found<Node>, show: (node: Node) => ScimDocument): Part => ({
  total: totalCount,
  info: pageInfo,
  rows: nodes.map((node, place) => ({ list, cursor: edges[place]?.cursor ?? '', document: show(node) })),
});
