import { notFound, refuse } from '#directory/errors.ts';
import type { Session } from '#directory/session.ts';
import type { Policy } from '#generated/prisma/client.ts';
import { isId, single } from '../keys.ts';
import { policies } from '../lists.ts';

/** The policy of a payload, read after the command: its version counts the change of those who are listed, which triggers make. */
export const policyById = async (session: Session, id: string): Promise<Policy> =>
  (await single<Policy>(session, policies, isId(id), 'policies')) ?? refuse(notFound('Policy', id));
