import { Prisma, type ProfileTemplate } from '#generated/prisma/client.ts';
import { definitionsOf } from '../definitions.ts';
import { notFound, refuse } from '../errors.ts';
import { seesPolicy } from '../policies/policyReach.ts';
import { isUuid, mayOperate, type Session } from '../session.ts';
import { read } from '../values.ts';
import { heldTemplate } from './heldTemplate.ts';
import { type NewTemplate, newTemplate } from './templateInput.ts';
import { changed, ofAllConnections } from './templateReach.ts';

/** Makes a template of a policy. */
export async function createTemplate(session: Session, { policyId, ...input }: NewTemplate): Promise<ProfileTemplate> {
  mayOperate(session);
  const { name, format, body, onAbsent = 'FAIL', variables = [] } = read(newTemplate, input);
  const names = heldTemplate({ format, body, variables }, await definitionsOf(session));
  if (!isUuid(policyId)) throw notFound('Policy', policyId);
  const [template] = await session.db.$queryRaw<ProfileTemplate[]>`
    INSERT INTO profile_templates ("policyId", "connectionId", name, format, body, "onAbsent", variables, "variableNames", "updatedBy")
    SELECT id, "connectionId", ${name}, ${format}::"ProfileFormat", ${body}, ${onAbsent}::"OnAbsent", ${JSON.stringify(variables)}::jsonb, ${names}::text[],
      ${session.actor}
    FROM policies WHERE id = ${policyId}::uuid AND ${changed(session, Prisma.sql`"connectionId"`)}
    RETURNING *`;
  return template ?? refuse(await whyNot(session, policyId));
}

async function whyNot(session: Session, policyId: string) {
  const policy = await session.db.policy.findUnique({ where: { id: policyId }, select: { connectionId: true } });
  return policy && seesPolicy(session, policy) ? ofAllConnections() : notFound('Policy', policyId);
}
