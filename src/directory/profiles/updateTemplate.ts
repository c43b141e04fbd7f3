import type { z } from 'zod';
import type { ProfileTemplate } from '#generated/prisma/client.ts';
import { definitionsOf } from '../definitions.ts';
import { collision, notFound } from '../errors.ts';
import { attempts, pauseAfter } from '../lostRaces.ts';
import { isUuid, mayOperate, type Session } from '../session.ts';
import { read } from '../values.ts';
import type { Version } from '../versions.ts';
import { heldTemplate } from './heldTemplate.ts';
import { settings, type TemplateChange, templateChange } from './templateInput.ts';
import { whyNotTemplate } from './templateReach.ts';

/** Changes a template, unless someone else has since `expectedVersion` was read. */
export async function updateTemplate(
  session: Session,
  id: string,
  input: TemplateChange,
  expectedVersion?: Version,
): Promise<ProfileTemplate> {
  mayOperate(session);
  const change = read(templateChange, input);
  if (!isUuid(id)) throw notFound('ProfileTemplate', id);
  for (let failures = 1; failures <= attempts; failures += 1) {
    const written = await attempt(session, id, change, expectedVersion);
    if (written) return written;
    await pauseAfter(failures);
  }
  throw collision();
}

/** A template is held to what it is as a whole, and written to the version that was held, or not at all. */
async function attempt(
  session: Session,
  id: string,
  change: z.output<typeof templateChange>,
  expectedVersion: Version,
): Promise<ProfileTemplate | undefined> {
  const stored = await session.db.profileTemplate.findUnique({ where: { id } });
  const reason = whyNotTemplate(session, id, stored, expectedVersion);
  if (reason || !stored) throw reason ?? notFound('ProfileTemplate', id);
  const { name = stored.name, format = stored.format, body = stored.body, onAbsent = stored.onAbsent } = change;
  const variables = change.variables ?? settings.parse(stored.variables);
  const names = heldTemplate({ format, body, variables }, await definitionsOf(session));
  const [template] = await session.db.$queryRaw<ProfileTemplate[]>`
    UPDATE profile_templates
    SET name = ${name}, format = ${format}::"ProfileFormat", body = ${body}, "onAbsent" = ${onAbsent}::"OnAbsent",
      variables = ${JSON.stringify(variables)}::jsonb, "variableNames" = ${names}::text[], "updatedBy" = ${session.actor}
    WHERE id = ${id}::uuid AND version = ${stored.version}
    RETURNING *`;
  return template;
}
