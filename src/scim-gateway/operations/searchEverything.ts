import { EverythingPageDocument, GroupsPageDocument, type ScimGroupFragment } from '../documents/generated.ts';
import { given } from '../graph.ts';
import { invalidValue } from '../protocol/errors.ts';
import { listResponse } from '../protocol/listResponse.ts';
import { toSlice } from '../protocol/paging.ts';
import { projection, type Selection } from '../protocol/project.ts';
import { groupResource, userResource } from '../protocol/resourceTypes.ts';
import { unassignedIfOf } from '../resources/findQuestion.ts';
import { groupParts, toSnapshot as toGroup } from '../resources/group/group.ts';
import { toWhere as toGroupWhere } from '../resources/group/toWhere.ts';
import type { Context } from '../resources/Resource.ts';
import { toWhere as toUserWhere } from '../resources/user/toWhere.ts';
import { toSnapshot as toUser, userParts } from '../resources/user/user.ts';
import type { Answer, Operation } from './Operation.ts';
import { readSearch, type Search, toParameters } from './readSearch.ts';

/** A query of the server's root (RFC 7644 §3.4.2.1): the users that match, and after them the groups. */
export const queryEverything: Operation = (request) => find(request, readSearch(request.query));

/** The same by POST (RFC 7644 §3.4.3). */
export const searchEverything: Operation = (request) => find(request, readSearch(toParameters(request.body)));

async function find(context: Context, search: Search): Promise<Answer> {
  if (search.sortBy !== undefined) throw invalidValue('Users and groups together cannot be sorted. Search one of them.');
  const { first, offset } = toSlice(search);
  // The groups begin where the users end. Until that is known, the page is taken to begin among the users.
  const page = await load(context, search, first, offset);
  const groups = offset > page.usersTotal ? await loadGroups(context, search, first, offset - page.usersTotal) : page.groups;
  const resources = [...page.users, ...groups].slice(0, first);
  return {
    status: 200,
    body: listResponse({ resources, totalResults: page.usersTotal + page.groupsTotal, startIndex: search.startIndex }),
  };
}

async function load(context: Context, { filter, selection }: Search, first: number, offset: number) {
  const { users, groups } = await context.graph(EverythingPageDocument, {
    users: filter && toUserWhere(filter, unassignedIfOf(groupResource)),
    groups: filter && toGroupWhere(filter, unassignedIfOf(userResource)),
    usersOffset: offset,
    first,
    ...userParts(selection),
    ...groupParts(selection),
  });
  const [foundUsers, foundGroups] = [given(users), given(groups)];
  const shown = projection(userResource, selection);
  return {
    users: foundUsers.nodes.map((node) => shown(toUser(node, context).document)),
    usersTotal: foundUsers.totalCount,
    groups: showGroups(context, selection, foundGroups.nodes),
    groupsTotal: foundGroups.totalCount,
  };
}

async function loadGroups(context: Context, { filter, selection }: Search, first: number, offset: number) {
  const where = filter && toGroupWhere(filter, unassignedIfOf(userResource));
  const { groups } = await context.graph(GroupsPageDocument, { where, first, offset, ...groupParts(selection) });
  return showGroups(context, selection, given(groups).nodes);
}

function showGroups(context: Context, selection: Selection, nodes: readonly ScimGroupFragment[]) {
  const shown = projection(groupResource, selection);
  return nodes.map((node) => shown(toGroup(node, context).document));
}
