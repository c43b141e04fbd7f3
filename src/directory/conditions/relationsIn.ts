import { type Attribute, attributes } from './attributes.ts';
import { fieldsOf } from './fieldsOf.ts';

const kinds: readonly string[] = [
  'manager',
  'reportsTo',
  'memberOf',
  'notMemberOf',
  'members',
  'assignedUser',
  'inPolicies',
] satisfies Attribute['kind'][];

const isRelation = (attribute: Attribute) =>
  kinds.includes(attribute.kind) || (attribute.kind === 'collection' && attribute.of === 'Device');

const relations: ReadonlySet<string> = new Set(
  Object.values(attributes)
    .flatMap((fields) => Object.entries<Attribute>(fields))
    .flatMap(([name, attribute]) => (isRelation(attribute) ? [name] : [])),
);

/** How many questions of a where go from row to other rows, before it is read: what makes it dear. */
export function relationsIn(where: unknown): number {
  let count = 0;
  for (const [name] of fieldsOf(where)) if (relations.has(name)) count += 1;
  return count;
}
