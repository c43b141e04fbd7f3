import { notFound, refuse } from '#directory/errors.ts';
import type { Session } from '#directory/session.ts';
import type { Group } from '#generated/prisma/client.ts';
import { isId, single } from '../keys.ts';
import { groups } from '../lists.ts';

/** The group after a command: its version counts the change of members, which triggers make. */
export const groupById = async (session: Session, id: string): Promise<Group> =>
  (await single<Group>(session, groups, isId(id), 'groups')) ?? refuse(notFound('Group', id));
