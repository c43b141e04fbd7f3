import { openDatabase } from '#prisma/openDatabase.ts';

// A process of its own: opens the database in the directory, writes one connection after another, says the id of each that was written, and never stops.
const { db } = await openDatabase({ dataDir: process.argv[2] });
for (;;) {
  const { id } = await db.connection.create({ data: { name: 'Acme', provider: 'OKTA', updatedBy: 'ada' } });
  console.log(id);
}
