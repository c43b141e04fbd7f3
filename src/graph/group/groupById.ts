import type { GraphQLResolveInfo } from 'graphql';
import { notFound, refuse } from '#directory/errors.ts';
import type { Session } from '#directory/session.ts';
import type { Group } from '#generated/prisma/client.ts';
import { isId, single } from '../keys.ts';
import { groups, groupsWithMembers } from '../lists.ts';
import { selects } from '../selects.ts';

/** The group of a payload, read after the command: its version counts the change of members, which triggers make. */
export async function groupById(session: Session, info: GraphQLResolveInfo, id: string): Promise<Group> {
  const list = selects(info, 'group', 'memberReferences') ? groupsWithMembers : groups;
  return (await single<Group>(session, list, isId(id), 'groups')) ?? refuse(notFound('Group', id));
}
