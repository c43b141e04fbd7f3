import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

export interface BreakingChange {
  /** Where, as in `User.nickName` or `Query.users(first:)`. */
  readonly coordinate: string;
  /** What has changed. */
  readonly message: string;
}

/** What clients of the first schema cannot rely on any more in the second. */
export async function breakingChanges(before: string, after: string): Promise<BreakingChange[]> {
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ path = '', message }) => ({ coordinate: toCoordinate(path), message }));
}

/** A path of the inspector, as in `Query.users.first`, as a schema coordinate. */
const toCoordinate = (path: string) => path.replace(/^(\w+\.\w+|@\w+)\.(\w+)$/, '$1($2:)');

/** The coordinates that a changelog names in backticks under "Unreleased", "Breaking". */
export function announcedIn(changelog: string): ReadonlySet<string> {
  const unreleased = sectionOf(changelog, '## Unreleased');
  return new Set([...sectionOf(unreleased, '### Breaking').matchAll(/`([^`]+)`/g)].map(([, coordinate = '']) => coordinate));
}

/** What stands below a heading, up to the next of its level. */
function sectionOf(text: string, heading: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trimEnd() === heading);
  if (start < 0) return '';
  const level = `${heading.split(' ')[0]} `;
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith(level));
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n');
}
