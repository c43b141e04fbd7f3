import {
  DevicesPageDocument,
  EverythingPageDocument,
  GroupsPageDocument,
  type ScimDeviceFragment,
  type ScimGroupFragment,
} from '../documents/generated.ts';
import { given } from '../graph.ts';
import type { ScimDocument } from '../protocol/document.ts';
import { type Later, mapLater } from '../protocol/later.ts';
import type { Slice } from '../protocol/paging.ts';
import { projection } from '../protocol/project.ts';
import { deviceResource, groupResource, userResource } from '../protocol/resourceTypes.ts';
import type { ResourceType } from '../protocol/schema.ts';
import type { Selection } from '../protocol/selection.ts';
import { declaredFor, withDeclared } from '../resources/declared.ts';
import { deviceParts, toSnapshot as toDevice } from '../resources/device/device.ts';
import { toWhere as toDeviceWhere } from '../resources/device/toWhere.ts';
import { unassignedIfOf } from '../resources/findQuestion.ts';
import { pageParts as groupParts, toListed as toGroup } from '../resources/group/group.ts';
import { toWhere as toGroupWhere } from '../resources/group/toWhere.ts';
import type { Context, PageInfo, Snapshot } from '../resources/Resource.ts';
import { toWhere as toUserWhere } from '../resources/user/toWhere.ts';
import { toSnapshot as toUser, userParts } from '../resources/user/user.ts';
import type { Search } from './readSearch.ts';

/** The lists that a query of the server's root goes through, one after the other (RFC 7644 §3.4.2.1). */
export const lists = ['users', 'groups', 'devices'] as const;

export type List = (typeof lists)[number];

export interface Row {
  list: List;
  cursor: string;
  document: ScimDocument | Later<ScimDocument>;
}

export interface Part {
  total: number;
  info: PageInfo;
  rows: Row[];
}

/** A slice of each list, of that for which a search holds. */
export async function loadEverything(context: Context, search: Search, slices: Record<List, Slice>): Promise<Record<List, Part>> {
  const { selection } = search;
  const { users, groups, devices } = await context.graph(EverythingPageDocument, {
    ...(await wheresOf(context, search)),
    ...variablesOf(slices),
    ...userParts(selection),
    ...groupParts(selection),
    ...deviceParts(selection),
  });
  const showUser = shown(userResource, selection);
  return {
    users: toPart('users', given(users), (user) => showUser(toUser(user, context))),
    groups: toGroups(context, search, given(groups)),
    devices: toDevices(context, search, given(devices)),
  };
}

/** A slice of one of the later lists alone, by index. */
export const loadList: Record<Exclude<List, 'users'>, (context: Context, search: Search, slice: Slice) => Promise<Part>> = {
  async groups(context, search, slice) {
    const { groups } = await context.graph(GroupsPageDocument, {
      where: (await wheresOf(context, search)).groups,
      ...slice,
      ...groupParts(search.selection),
    });
    return toGroups(context, search, given(groups));
  },
  async devices(context, search, slice) {
    const { devices } = await context.graph(DevicesPageDocument, {
      where: (await wheresOf(context, search)).devices,
      ...slice,
      ...deviceParts(search.selection),
    });
    return toDevices(context, search, given(devices));
  },
};

/** What the filter asks of each list. Attributes that are declared are attributes of users. */
async function wheresOf(context: Context, { filter }: Search) {
  if (!filter) return {};
  const declared = await declaredFor(context, userResource, { filter });
  const users = withDeclared(userResource, declared);
  return {
    users: toUserWhere(filter, declared, unassignedIfOf(groupResource, deviceResource)),
    groups: toGroupWhere(filter, declared, unassignedIfOf(users, deviceResource)),
    devices: toDeviceWhere(filter, unassignedIfOf(users, groupResource)),
  };
}

function toGroups(context: Context, { selection }: Search, found: Found<ScimGroupFragment>): Part {
  const show = shown(groupResource, selection);
  return toPart('groups', found, (group) => show(toGroup(group, context, selection)));
}

function toDevices(context: Context, { selection }: Search, found: Found<ScimDeviceFragment>): Part {
  const show = shown(deviceResource, selection);
  return toPart('devices', found, (device) => show(toDevice(device, context)));
}

function shown(type: ResourceType, selection: Selection) {
  const show = projection(type, selection);
  return (snapshot: Snapshot | Later<Snapshot>) => mapLater(snapshot, ({ document }) => show(document));
}

const variablesOf = ({ users, groups, devices }: Record<List, Slice>) => ({
  usersFirst: users.first,
  usersAfter: users.after,
  usersLast: users.last,
  usersBefore: users.before,
  usersOffset: users.offset,
  groupsFirst: groups.first,
  groupsAfter: groups.after,
  groupsLast: groups.last,
  groupsBefore: groups.before,
  devicesFirst: devices.first,
  devicesAfter: devices.after,
  devicesLast: devices.last,
  devicesBefore: devices.before,
});

interface Found<Node> {
  totalCount: number;
  pageInfo: PageInfo;
  edges?: readonly { cursor: string }[];
  nodes: readonly Node[];
}

const toPart = <Node>(
  list: List,
  { totalCount, pageInfo, edges = [], nodes }: Found<Node>,
  show: (node: Node) => Row['document'],
): Part => ({
  total: totalCount,
  info: pageInfo,
  rows: nodes.map((node, place) => ({ list, cursor: edges[place]?.cursor ?? '', document: show(node) })),
});
