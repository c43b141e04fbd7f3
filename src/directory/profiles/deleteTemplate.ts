import { notFound, staleVersion } from '../errors.ts';
import { isUuid, mayOperate, type Session } from '../session.ts';
import { atVersion, type Version } from '../versions.ts';
import { changed, whyNotTemplate } from './templateReach.ts';

/** Deletes a template; what is installed of it on devices is known to be stale. */
export async function deleteTemplate(session: Session, id: string, expectedVersion?: Version): Promise<string> {
  mayOperate(session);
  if (!isUuid(id)) throw notFound('ProfileTemplate', id);
  const deleted = await session.db.$executeRaw`
    DELETE FROM profile_templates
    WHERE id = ${id}::uuid AND ${changed(session)} AND ${atVersion(expectedVersion)} AND acting_as(${session.actor})`;
  if (deleted) return id;
  const template = await session.db.profileTemplate.findUnique({ where: { id }, select: { connectionId: true, version: true } });
  throw whyNotTemplate(session, id, template, expectedVersion) ?? staleVersion('ProfileTemplate', id);
}
