import {
  CreateUserDocument,
  DeleteUserDocument,
  type ScimUserFragment,
  UpdateUserDocument,
  type UpdateUserInput,
  UserByIdDocument,
  UsersPageDocument,
} from '../../documents/generated.ts';
import { enterpriseUserSchema } from '../../protocol/enterpriseUserSchema.ts';
import { notFound, staleVersion } from '../../protocol/errors.ts';
import { applyPatch } from '../../protocol/patch.ts';
import { type Selection, wants } from '../../protocol/project.ts';
import { userResource } from '../../protocol/resourceTypes.ts';
import { difference } from '../difference.ts';
import type { Context, Resource, Snapshot } from '../Resource.ts';
import { retryStale } from '../retryStale.ts';
import { toOrder } from '../toOrder.ts';
import { toChange } from './toChange.ts';
import { toScim } from './toScim.ts';
import { toWhere } from './toWhere.ts';
import { userOrder } from './userOrder.ts';

const type = userResource;

/** The parts of a user that cost a query of their own, and are loaded only when they are wanted. */
export const userParts = (selection: Selection) => ({
  withGroups: wants(type, selection, 'groups'),
  withManager: wants(type, selection, `${enterpriseUserSchema.id}:manager`),
});

export const toSnapshot = (user: ScimUserFragment, { baseUrl }: Context): Snapshot => ({
  id: user.id,
  version: user.version,
  document: toScim(user, baseUrl),
});

export const user: Resource = {
  type,
  patchAnswersWhole: true,

  async read(context, id, selection) {
    const { user } = await context.graph(UserByIdDocument, { id, ...userParts(selection) });
    return user ? toSnapshot(user, context) : undefined;
  },

  async page(context, query, selection) {
    const where = query.filter && toWhere(query.filter);
    const orderBy = toOrder(type, userOrder, query);
    const { first, offset } = query;
    const { users } = await context.graph(UsersPageDocument, { where, orderBy, first, offset, ...userParts(selection) });
    return { total: users.totalCount, snapshots: users.nodes.map((node) => toSnapshot(node, context)) };
  },

  async create(context, document, selection) {
    const { createUser } = await context.graph(CreateUserDocument, { input: toChange(document), ...userParts(selection) });
    return toSnapshot(createUser.user, context);
  },

  replace: (context, id, document, selection, expectedVersion) =>
    update(context, { id, expectedVersion, ...toChange(document) }, selection),

  patch: (context, id, body, selection, expectedVersion) =>
    retryStale(expectedVersion, async () => {
      const before = await user.read(context, id, selection);
      if (!before) throw notFound(type.name, id);
      if (expectedVersion !== undefined && expectedVersion !== before.version) throw staleVersion(type.name, id);
      const change = difference(toChange(before.document), toChange(applyPatch(type, before.document, body)));
      if (Object.keys(change).length === 0) return before;
      return update(context, { id, expectedVersion: before.version, ...change }, selection);
    }),

  async remove(context, id, expectedVersion) {
    await context.graph(DeleteUserDocument, { input: { id, expectedVersion } });
  },
};

async function update(context: Context, input: UpdateUserInput, selection: Selection): Promise<Snapshot> {
  const { updateUser } = await context.graph(UpdateUserDocument, { input, ...userParts(selection) });
  return toSnapshot(updateUser.user, context);
}
