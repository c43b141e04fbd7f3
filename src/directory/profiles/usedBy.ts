import { Prisma } from '#generated/prisma/client.ts';
import type { Session } from '../session.ts';
import { declaredNames } from './variables.ts';

type Kind = keyof typeof declaredNames;

/** Whether a template names what is declared under the key in the column of the statement. */
export const isUsed = (kind: Kind) =>
  Prisma.sql`EXISTS (SELECT FROM profile_templates WHERE "variableNames" && ARRAY[${Prisma.join(declaredNames[kind]('').map((name) => Prisma.sql`${name}::text || key`))}])`;

/** The names of the templates whose variables stand for an attribute or a fact, which is therefore not deleted. */
export async function usedBy({ db }: Session, kind: Kind, key: string): Promise<string[]> {
  const templates = await db.profileTemplate.findMany({
    where: { variableNames: { hasSome: declaredNames[kind](key) } },
    select: { name: true },
    orderBy: { id: 'asc' },
  });
  return templates.map(({ name }) => name);
}
