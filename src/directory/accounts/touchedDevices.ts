import { type Change, Prisma } from '#generated/prisma/client.ts';

/** What a line of the change log tells the rules. */
export type ChangeLine = Pick<Change, 'actor' | 'resourceType' | 'resourceId' | 'operation' | 'attributes'>;

/** The name under which the rules assign. */
export const rulesActor = 'rule';

/** What decides whose a device is, of each type of resource. */
const deciding = {
  Connection: ['assignmentRules'],
  Device: ['reportedAccount', 'assignedUserId', 'assignmentSource'],
  User: ['userName', 'emails', 'externalId', 'active'],
} as const satisfies Record<string, readonly string[]>;

type Deciding = keyof typeof deciding;

/** The resources of a batch of changes by which a rule may come to another end. */
export type Touched = Record<Deciding, string[]>;

/** Of these changes, those of which a rule has to know. What the rules themselves have assigned is settled. */
export function touchedBy(lines: readonly ChangeLine[]): Touched | undefined {
  const touched: Touched = { Connection: [], Device: [], User: [] };
  for (const line of lines) if (isDeciding(line)) touched[line.resourceType].push(line.resourceId);
  return Object.values(touched).some((ids) => ids.length > 0) ? touched : undefined;
}

function isDeciding(line: ChangeLine): line is ChangeLine & { resourceType: Deciding } {
  const { actor, resourceType: type, operation, attributes } = line;
  if (actor === rulesActor || !(type === 'Connection' || type === 'Device' || type === 'User')) return false;
  // The others take with them what was decided.
  if (operation === 'DELETED') return type === 'User';
  return deciding[type].some((name) => attributes.includes(name));
}

/** The people with their connection's rules; where there are none, nobody is looked for. */
const ruled = (ids: readonly string[]) => Prisma.sql`
  users AS person JOIN connections AS connection ON connection.id = person."connectionId" AND cardinality(connection."assignmentRules") > 0
    AND person.id = ANY(${ids}::uuid[])`;

/**
 * The ids of the devices whose match may change: those that are named, those of the connections, those that report what is now said of the people,
 * and those of which the people were candidates, or which a rule has given them. Each is found by an index.
 */
export const touchedDevices = ({ Connection, Device, User }: Touched) => Prisma.sql`
  SELECT id FROM devices WHERE id = ANY(${Device}::uuid[])
  UNION SELECT id FROM devices
    WHERE "connectionId" = ANY(${Connection}::uuid[]) AND ("reportedAccount" IS NOT NULL OR "assignmentSource" = 'RULE')
  UNION SELECT "deviceId" FROM account_matches WHERE "candidateIds" && ${User}::uuid[]
  UNION SELECT id FROM devices WHERE "assignedUserId" = ANY(${User}::uuid[]) AND "assignmentSource" = 'RULE'
  UNION SELECT device.id
    FROM ${ruled(User)}
      CROSS JOIN LATERAL unnest(folded_values(person.emails) || fold(person."userName") || fold(person."externalId")) AS named(account)
      JOIN devices AS device
        ON fold(device."reportedAccount") COLLATE "C" = named.account COLLATE "C" AND device."connectionId" = person."connectionId"
  UNION SELECT device.id
    FROM ${ruled(User)}
      CROSS JOIN LATERAL unnest(local_parts(person."userName", person.emails)) AS named(part)
      JOIN devices AS device
        ON local_part(device."reportedAccount") COLLATE "C" = named.part COLLATE "C" AND device."connectionId" = person."connectionId"
    WHERE 'LOCAL_PART' = ANY(connection."assignmentRules")`;
