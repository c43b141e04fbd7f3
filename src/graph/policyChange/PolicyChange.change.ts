import { reaches } from '#directory/session.ts';
import type { Change as LogRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { type Context, load } from '../context.ts';
import { Change } from './Change.ts';
import { PolicyChange } from './PolicyChange.ts';

builder.objectField(PolicyChange, 'change', (t) =>
  t.field({
    type: Change,
    nullable: true,
    description: 'The change that caused it; null where time did. Of several that befell together, it is the last.',
    resolve: ({ changeId }, _, context) => (changeId === null ? null : load(context, readChanges, String(changeId), readChanges)),
  }),
);

async function readChanges(ids: readonly string[], { session }: Context): Promise<(LogRow | null)[]> {
  const rows = await session.db.change.findMany({ where: { id: { in: ids.map(BigInt) } } });
  const seen = rows.filter(({ connectionId }) => connectionId === null || reaches(session, connectionId));
  const found = new Map(seen.map((row) => [String(row.id), row]));
  return ids.map((id) => found.get(id) ?? null);
}
