import { settleAccounts } from '#directory/accounts/settleAccounts.ts';
import type { Database } from '#prisma/openDatabase.ts';

/** Follows all that has changed. */
export async function settled({ db }: Database): Promise<void> {
  for (;;) {
    const pending = await db.pendingChange.findMany();
    if (!pending.length) return;
    const ids = pending.map(({ changeId }) => changeId);
    const lines = await db.change.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } });
    await db.$transaction(async (tx) => {
      await tx.pendingChange.deleteMany({ where: { changeId: { in: ids } } });
      await settleAccounts(tx, lines);
    });
  }
}
