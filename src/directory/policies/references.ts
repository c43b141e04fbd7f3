import { Prisma } from '#generated/prisma/client.ts';
import { attributeOf, type Definitions, definitionOf } from '../conditions/definitions.ts';
import { InvalidCondition } from '../conditions/invalidCondition.ts';
import { idOf } from '../conditions/kinds.ts';
import type { NamedType } from '../conditions/namesIn.ts';
import { inReach, type Session } from '../session.ts';
import type { HeldName } from './heldRules.ts';

/** What a policy names, as it is looked up: by its id, a definition by its key. */
export type Reference = { type: NamedType; id?: string | undefined; key?: string | undefined; path: string; checked: boolean };

const described: Record<NamedType, string> = {
  User: 'is the id of no person in reach: name one who is there.',
  Group: 'is the id of no group in reach: name one that is there.',
  Device: 'is the id of no device in reach: name one that is there.',
  Connection: 'is the id of no connection in reach: name one that is there.',
  Policy: 'is the id of no policy in reach. Ask policies for those that there are.',
  AttributeDefinition: 'is the key of no declared attribute any more.',
  FactDefinition: 'is the key of no declared fact any more.',
};

/** Refuses a name that names nothing, or nothing that the policy could be about. */
export const namesNothing = ({ type, path }: Pick<Reference, 'type' | 'path'>) => new InvalidCondition(path, described[type]);

/** A path may be asked for that is not declared: nothing is named by it. */
const keyOf: { [Type in NamedType]?: (definitions: Definitions, name: string) => string | undefined } = {
  AttributeDefinition: (definitions, name) => attributeOf(definitions, name)?.definition?.key,
  FactDefinition: (definitions, name) => definitionOf(definitions.facts, name)?.key,
};

function toReference({ name, ...held }: HeldName, definitions: Definitions): Reference[] {
  const keyed = keyOf[held.type];
  if (keyed) {
    const key = keyed(definitions, name);
    return key === undefined ? [] : [{ ...held, key }];
  }
  const id = idOf(name);
  if (id !== undefined) return [{ ...held, id }];
  if (held.checked) throw namesNothing(held);
  return [];
}

/** What the names of a policy refer to; what can be nobody's id is refused. */
export const toReferences = (names: readonly HeldName[], definitions: Definitions): Reference[] =>
  names.flatMap((name) => toReference(name, definitions));

const resources = { User: 'users', Group: 'groups', Device: 'devices' } as const;

/** How far a policy looks: what it names must be of its connection, or of those who write it. */
export const scopeOf = (session: Session, connectionId: string | null): Session =>
  connectionId === null ? session : { ...session, connections: [connectionId] };

/** Each reference, by its place, with the id of what it refers to, where that is there. */
export const foundReferences = (scope: Session, references: readonly Reference[]) => Prisma.sql`
  SELECT named.*, CASE type
    ${Prisma.join(
      Object.entries(resources).map(
        ([type, table]) =>
          Prisma.sql`WHEN ${type} THEN (SELECT found.id FROM ${Prisma.raw(table)} AS found WHERE found.id = named.id AND ${inReach(scope, Prisma.sql`found."connectionId"`)})`,
      ),
      ' ',
    )}
    WHEN 'Connection' THEN (SELECT found.id FROM connections AS found WHERE found.id = named.id AND ${inReach(scope, Prisma.sql`found.id`)})
    WHEN 'AttributeDefinition' THEN (SELECT found.id FROM attribute_definitions AS found WHERE found.key = named.key)
    WHEN 'FactDefinition' THEN (SELECT found.id FROM fact_definitions AS found WHERE found.key = named.key)
    ELSE named.id END AS "foundId"
  FROM jsonb_to_recordset(${JSON.stringify(references.map((reference, place) => ({ ...reference, place })))}::jsonb)
    AS named(place int, type text, id uuid, key text, checked boolean)`;

/** The places of references that refer to nothing. */
export const brokenPlaces = Prisma.sql`SELECT place FROM found WHERE checked AND "foundId" IS NULL`;

const when = (types: readonly NamedType[], value: Prisma.Sql) => Prisma.sql`CASE WHEN type = ANY(${types}::text[]) THEN ${value} END`;
const ofResources: readonly NamedType[] = ['User', 'Group', 'Device', 'Connection'];

/** Keeps the references of the policy that a statement writes: its row is `target`, what it refers to `found`. */
export const keepReferences = Prisma.sql`
  INSERT INTO policy_references ("policyId", "referredPolicyId", "attributeDefinitionId", "factDefinitionId", "resourceType", "resourceId")
  SELECT DISTINCT target.id, ${when(['Policy'], Prisma.sql`found.id`)}, ${when(['AttributeDefinition'], Prisma.sql`"foundId"`)},
    ${when(['FactDefinition'], Prisma.sql`"foundId"`)}, ${when(ofResources, Prisma.sql`type`)}, ${when(ofResources, Prisma.sql`found.id`)}
  FROM target, found WHERE coalesce("foundId", found.id) IS NOT NULL`;
