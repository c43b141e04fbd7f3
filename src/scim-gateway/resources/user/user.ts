import {
  CreateUserDocument,
  DeleteUserDocument,
  type ScimUserFragment,
  UpdateUserDocument,
  type UpdateUserInput,
  UserByIdDocument,
  UsersPageDocument,
} from '../../documents/generated.ts';
import { given } from '../../graph.ts';
import type { ScimDocument } from '../../protocol/document.ts';
import { enterpriseUserSchema } from '../../protocol/enterpriseUserSchema.ts';
import { notFound, staleVersion } from '../../protocol/errors.ts';
import { applyPatch } from '../../protocol/patch.ts';
import { wants } from '../../protocol/project.ts';
import { userResource } from '../../protocol/resourceTypes.ts';
import type { Selection } from '../../protocol/selection.ts';
import { declaredFor, typeFor } from '../declared.ts';
import { difference } from '../difference.ts';
import { lineFor } from '../inLine.ts';
import type { Context, Resource, Snapshot } from '../Resource.ts';
import { retryStale } from '../retryStale.ts';
import { toChange } from './toChange.ts';
import { toScim } from './toScim.ts';
import { toUserOrder } from './toUserOrder.ts';
import { toWhere } from './toWhere.ts';

const type = userResource;

/** The parts of a user that cost a query of their own, and are loaded only when they are wanted. */
export const userParts = (selection: Selection) => ({
  withGroups: wants(type, selection, 'groups'),
  withManager: wants(type, selection, `${enterpriseUserSchema.id}:manager`),
});

type Parts = ReturnType<typeof userParts>;

export const toSnapshot = (user: ScimUserFragment, { baseUrl }: Context): Snapshot => {
  const document = toScim(user, baseUrl);
  return { id: user.id, version: user.version, etag: document.meta.version, document };
};

export const user: Resource = {
  type,
  patchAnswersWhole: true,

  async read(context, id, selection) {
    const found = await find(context, id, userParts(selection));
    return found && toSnapshot(found, context);
  },

  async page(context, query, selection) {
    const declared = await declaredFor(context, type, query);
    const where = query.filter && toWhere(query.filter, declared);
    const orderBy = toUserOrder(query, declared);
    const { users } = await context.graph(UsersPageDocument, { where, orderBy, ...query.slice, ...userParts(selection) });
    const { totalCount, pageInfo, nodes } = given(users);
    return { total: totalCount, info: pageInfo, snapshots: nodes.map((node) => toSnapshot(node, context)) };
  },

  async create(context, document, selection) {
    // A new user is in no group yet.
    const parts = { ...userParts(selection), withGroups: false };
    const { createUser } = await context.graph(CreateUserDocument, { input: toChange(document), ...parts });
    return toSnapshot(given(createUser).user, context);
  },

  async replace(context, id, document, selection, expectedVersion) {
    await lineFor(id);
    return toSnapshot(await update(context, { id, expectedVersion, ...toChange(document) }, userParts(selection)), context);
  },

  async patch(context, id, body, selection, expectedVersion) {
    const described = await typeFor(context, type, body);
    const change = (document: ScimDocument) => applyPatch(described, document, body);
    const patched = await retryStale({ id, expectedVersion }, () => patchOnce(context, id, change, userParts(selection), expectedVersion));
    return toSnapshot(patched, context);
  },

  async remove(context, id, expectedVersion) {
    await context.graph(DeleteUserDocument, { input: { id, expectedVersion } });
  },
};

/** One read and one write. The read brings the groups, which a PATCH cannot change, and the write the manager, whom it can. */
async function patchOnce(
  context: Context,
  id: string,
  change: (document: ScimDocument) => ScimDocument,
  parts: Parts,
  expectedVersion: number | undefined,
) {
  const before = await find(context, id, { ...parts, withManager: false });
  if (!before) throw notFound(type.name, id);
  if (expectedVersion !== undefined && expectedVersion !== before.version) throw staleVersion(type.name, id);
  const document = toScim(before, context.baseUrl);
  const changes = difference(toChange(document), toChange(change(document)));
  if (Object.keys(changes).length === 0) return withManager(context, before, parts);
  const after = await update(context, { id, expectedVersion: before.version, ...changes }, { ...parts, withGroups: false });
  return { ...after, groupReferences: before.groupReferences };
}

/** A user that was read without the manager, with the manager if one is wanted. */
async function withManager(context: Context, user: ScimUserFragment, parts: Parts): Promise<ScimUserFragment> {
  if (!parts.withManager || user.managerReference === null) return user;
  const { managerReference, manager } = (await find(context, user.id, { withGroups: false, withManager: true })) ?? user;
  // All but the manager's name is as it was read at first: what others have changed since is of another version.
  return managerReference === user.managerReference ? { ...user, manager } : user;
}

async function find({ graph }: Context, id: string, parts: Parts): Promise<ScimUserFragment | undefined> {
  const { user } = await graph(UserByIdDocument, { id, ...parts });
  return user ?? undefined;
}

async function update({ graph }: Context, input: UpdateUserInput, parts: Parts): Promise<ScimUserFragment> {
  const { updateUser } = await graph(UpdateUserDocument, { input, ...parts });
  return given(updateUser).user;
}
