import { readFile } from 'node:fs/promises';
import { migrationsFolder } from './openDatabase.ts';
import { schemaDifference, schemaFile } from './schemaDifference.ts';

const difference = await schemaDifference(migrationsFolder, await readFile(schemaFile, 'utf8'));
if (difference) {
  console.error(
    `The migrations and schema.prisma disagree. The migrations lack:\n\n${difference}\nWrite the next migration with: npm run db:migration -- name`,
  );
  process.exitCode = 1;
} else {
  console.log('The migrations and schema.prisma agree.');
}
