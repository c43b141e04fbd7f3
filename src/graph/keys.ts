import { ambiguous } from '#directory/errors.ts';
import { byId } from '#directory/orders.ts';
import { type ListOf, readPage } from '#directory/pages.ts';
import { isUuid, type Session } from '#directory/session.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { builder } from './builder.ts';

export const ExternalIdKey = builder.inputType('ExternalIdKey', {
  description: 'An externalId in its connection.',
  fields: (t) => ({
    connectionId: t.id({ required: true, description: 'The connection.' }),
    externalId: t.string({ required: true, description: 'The provider’s own id, compared exactly.' }),
  }),
});

/** Whether an id column holds this id; what is no UUID is nobody's. */
export const isId = (id: string, column: 'id' | 'connectionId' = 'id') =>
  isUuid(id) ? Prisma.sql`"row".${Prisma.raw(`"${column}"`)} = ${id}::uuid` : Prisma.sql`FALSE`;

/** The one row that is named, or null; refuses to choose among several. */
export async function single<Row extends object>(session: Session, list: ListOf, where: Prisma.Sql, many: string): Promise<Row | null> {
  const { nodes } = await readPage<Row>(session, list, { where, orders: [byId], first: 2, count: false });
  if (nodes.length > 1) throw ambiguous(`Several ${many} match. Ask the list with a where to see them all.`);
  return nodes[0] ?? null;
}
