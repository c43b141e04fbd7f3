import {
  CreateGroupDocument,
  DeleteGroupDocument,
  GroupByIdDocument,
  GroupsPageDocument,
  type ScimGroupFragment,
  UpdateGroupDocument,
  type UpdateGroupInput,
} from '../../documents/generated.ts';
import { given } from '../../graph.ts';
import { goneMeanwhile, notFound } from '../../protocol/errors.ts';
import type { Later } from '../../protocol/later.ts';
import { type MembershipPatch, memberIds, toMembershipPatch } from '../../protocol/membership.ts';
import { wants } from '../../protocol/project.ts';
import { groupResource } from '../../protocol/resourceTypes.ts';
import { isWhole, type Selection } from '../../protocol/selection.ts';
import { declaredFor } from '../declared.ts';
import { lineFor } from '../inLine.ts';
import type { Context, Resource, Snapshot } from '../Resource.ts';
import { retryStale } from '../retryStale.ts';
import { toOrder } from '../toOrder.ts';
import { groupOrder } from './groupOrder.ts';
import { toChange } from './toChange.ts';
import { toScim } from './toScim.ts';
import { needs, toUpdate } from './toUpdate.ts';
import { toWhere } from './toWhere.ts';

const type = groupResource;

/** The members, and their names, are loaded only when they are wanted. */
const groupParts = (selection: Selection) => ({
  withMembers: wants(type, selection, 'members'),
  withMemberNames: wants(type, selection, 'members.display'),
});

/** A list brings so many members of each group, and one more of a group that has more. */
const fewMembers = 500;

/** The same of a page, whose large groups are read when their places are reached, each as it is then. */
export const pageParts = (selection: Selection) => ({ ...groupParts(selection), membersAtMost: fewMembers + 1 });

/** A group of a page; a large one, with all its members, later. */
export const toListed = (group: ScimGroupFragment, context: Context, selection: Selection): Snapshot | Later<Snapshot> =>
  group.memberColumns && group.memberColumns.ids.length > fewMembers
    ? () => readListed(context, group.id, selection)
    : toSnapshot(group, context);

const toSnapshot = (group: ScimGroupFragment, { baseUrl }: Context): Snapshot => {
  const document = toScim(group, baseUrl);
  return { id: group.id, version: group.version, etag: document.meta.version, document };
};

export const group: Resource = {
  type,
  patchAnswersWhole: false,

  read,

  async page(context, query, selection) {
    const declared = await declaredFor(context, type, { filter: query.filter });
    const where = query.filter && toWhere(query.filter, declared);
    const orderBy = toOrder(type, groupOrder, query);
    const { groups } = await context.graph(GroupsPageDocument, { where, orderBy, ...query.slice, ...pageParts(selection) });
    const { totalCount, pageInfo, nodes } = given(groups);
    return { total: totalCount, info: pageInfo, snapshots: nodes.map((node) => toListed(node, context, selection)) };
  },

  async create(context, document, selection) {
    const input = { ...toChange(document), memberIds: memberIds(document) };
    const { createGroup } = await context.graph(CreateGroupDocument, { input, ...groupParts(selection) });
    return toChanged(given(createGroup), context, selection);
  },

  async replace(context, id, document, selection, expectedVersion) {
    await lineFor(id);
    return update(context, { id, expectedVersion, ...toChange(document), members: { set: memberIds(document) } }, selection);
  },

  async patch(context, id, body, selection, expectedVersion) {
    const patch = toMembershipPatch(body, id);
    if (!needs(patch).group) return update(context, { ...toUpdate(id, patch), expectedVersion }, selection);
    return retryStale({ id, expectedVersion }, async () => {
      const stored = await readFor(patch, context, id);
      return update(context, { ...toUpdate(id, patch, stored), expectedVersion: expectedVersion ?? stored.version }, selection);
    });
  },

  async remove(context, id, expectedVersion) {
    await context.graph(DeleteGroupDocument, { input: { id, expectedVersion } });
  },
};

async function read(context: Context, id: string, selection: Selection): Promise<Snapshot | undefined> {
  const { group } = await context.graph(GroupByIdDocument, { id, ...groupParts(selection) });
  return group ? toSnapshot(group, context) : undefined;
}

async function readListed(context: Context, id: string, selection: Selection): Promise<Snapshot> {
  const snapshot = await read(context, id, selection);
  if (!snapshot) throw goneMeanwhile(type.name, id);
  return snapshot;
}

async function readFor(patch: MembershipPatch, { graph }: Context, id: string): Promise<ScimGroupFragment> {
  const { group } = await graph(GroupByIdDocument, { id, withMembers: needs(patch).members, withMemberNames: needs(patch).members });
  if (!group) throw notFound(type.name, id);
  return group;
}

async function update(context: Context, input: UpdateGroupInput, selection: Selection): Promise<Snapshot> {
  const { updateGroup } = await context.graph(UpdateGroupDocument, { input, ...groupParts(selection) });
  return toChanged(given(updateGroup), context, selection);
}

/**
 * A group after a change, which is read once the change is made, when others may have changed it as well. Who is not shown all of that is told
 * the version of the change alone: with a later one in If-Match, their next write would undo what they have never seen.
 */
const toChanged = ({ group, version }: { group: ScimGroupFragment; version: number }, context: Context, selection: Selection): Snapshot =>
  toSnapshot(isWhole(selection) ? group : { ...group, version }, context);
