import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import { placesIn } from './placesIn.ts';

const date = /\b[Rr]emoved after (\d{4}-\d{2}-\d{2})\b/;

function reasonOf({ arguments: given = [] }: ConstDirectiveNode): string {
  const value = given.find(({ name }) => name.value === 'reason')?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}

/** Whether a reason tells the day after which what is deprecated goes: "Removed after 2027-06-30." */
export function isDated(reason: string): boolean {
  const day = date.exec(reason)?.[1];
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(`${day}`);
}

/** The coordinates that are deprecated without a day. */
export const undated = (document: DocumentNode): string[] =>
  placesIn(document)
    .filter(({ node: { directives = [] } }) => directives.some((each) => each.name.value === 'deprecated' && !isDated(reasonOf(each))))
    .map(({ coordinate }) => coordinate);
