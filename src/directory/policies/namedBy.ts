import type { Prisma } from '#generated/prisma/client.ts';
import type { Session } from '../session.ts';

/** The names of the policies whose conditions refer to something, which is therefore not deleted. */
export async function namedBy({ db }: Session, reference: Prisma.PolicyReferenceWhereInput): Promise<string[]> {
  const policies = await db.policy.findMany({ where: { references: { some: reference } }, select: { name: true }, orderBy: { id: 'asc' } });
  return policies.map(({ name }) => name);
}
