import type { GraphQLResolveInfo } from 'graphql';
import { notFound, refuse } from '#directory/errors.ts';
import type { Session } from '#directory/session.ts';
import type { Group } from '#generated/prisma/client.ts';
import { isId, single } from '../keys.ts';
import { groupsAsked } from './groupsAsked.ts';

/** The group of a payload, read after the command, and apart from it: when only this fails, the command is done all the same. Its version counts the
 * change of members, which triggers make. */
export async function groupById(session: Session, info: GraphQLResolveInfo, id: string): Promise<Group> {
  return (await single<Group>(session, groupsAsked(info), isId(id), 'groups')) ?? refuse(notFound('Group', id));
}
