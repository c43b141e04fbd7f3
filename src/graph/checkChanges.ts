import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { announcedIn, breakingChanges } from './breakingChanges.ts';
import { lastRelease } from './lastRelease.ts';

// npm run schema:changes fails when schema.graphql breaks clients of the last release and CHANGELOG.md does not say so.
const folder = process.argv[2] ?? '.';
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');

const release = lastRelease(folder);
if ('none' in release) console.log(`schema.graphql is compared with no release: ${release.none}.`);
else {
  const announced = announcedIn(textOf('CHANGELOG.md'));
  const breaking = await breakingChanges(release.schema, textOf('schema.graphql'));
  const unannounced = breaking.filter(({ coordinate }) => !announced.has(coordinate));
  for (const { coordinate, message } of unannounced) console.error(`\`${coordinate}\`: ${message}`);
  if (unannounced.length > 0) {
    console.error(`This breaks clients of ${release.tag}. Keep it, or name it in CHANGELOG.md under "## Unreleased", "### Breaking".`);
    process.exitCode = 1;
  } else console.log(`schema.graphql breaks no client of ${release.tag}${breaking.length > 0 ? ' beyond what CHANGELOG.md says' : ''}.`);
}
