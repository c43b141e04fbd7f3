import { keysInReach } from '#directory/apiKeys.ts';
import { connectionTokensInReach } from '#directory/connectionTokens.ts';
import type { ListOf } from '#directory/pages.ts';
import { listedInReach, listedWithConnections } from '#directory/policies/listingsInReach.ts';
import { policiesInReach } from '#directory/policies/policyReach.ts';
import { inReach, type Session } from '#directory/session.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { groupReferences, type MembersAsked, memberColumns } from './references.ts';

const ofConnectionInReach = (session: Session) => inReach(session, Prisma.sql`"row"."connectionId"`);

const rowsOf = (table: string): Pick<ListOf, 'from' | 'select'> => ({
  from: Prisma.sql`${Prisma.raw(table)} AS "row"`,
  select: Prisma.sql`"row".*`,
});

/** The people of the connections in reach. */
export const people: ListOf = {
  ...rowsOf('users'),
  reach: ofConnectionInReach,
};

/** The same, each with their `groupReferences` in the same statement, for those who ask for them. */
export const peopleWithGroups: ListOf = {
  ...people,
  select: Prisma.sql`"row".*, ${groupReferences(Prisma.sql`"row".id`)} AS "groupReferences"`,
};

/** The groups of the connections in reach. */
export const groups: ListOf = {
  ...rowsOf('groups'),
  reach: ofConnectionInReach,
};

/** The same, each with its members, as they are asked for, in the same statement: a group is shown with the members of its version. */
export const groupsWithMembers = (asked: MembersAsked): ListOf => ({
  ...groups,
  select: Prisma.sql`"row".*, ${memberColumns(Prisma.sql`"row".id`, asked)} AS "memberColumns"`,
});

/** The devices of the connections in reach. */
export const devices: ListOf = {
  ...rowsOf('devices'),
  reach: ofConnectionInReach,
};

/** What rules make of the accounts that the devices in reach report. */
export const accountMatches: ListOf = {
  ...rowsOf('account_matches'),
  reach: ofConnectionInReach,
};

/** The assignments, present and past, of the devices in reach. */
export const deviceAssignments: ListOf = {
  ...rowsOf('device_assignments'),
  reach: (session) =>
    Prisma.sql`EXISTS (SELECT FROM devices AS device WHERE device.id = "row"."deviceId" AND ${inReach(session, Prisma.sql`device."connectionId"`)})`,
};

/** The policies of the connections in reach, and those of all connections. */
export const policies: ListOf = {
  from: Prisma.sql`policies AS "row"`,
  select: Prisma.sql`"row".*`,
  reach: (session) => policiesInReach(session, Prisma.sql`"row"."connectionId"`),
};

/** The people and devices in reach that are listed in policies. */
export const policyListings: ListOf = {
  from: Prisma.sql`${listedWithConnections} AS "row"`,
  select: Prisma.sql`"row".*`,
  reach: (session) => listedInReach(session, Prisma.sql`"row"`),
};

/** The profile templates of the policies that are seen. */
export const profileTemplates: ListOf = {
  ...rowsOf('profile_templates'),
  reach: (session) => policiesInReach(session, Prisma.sql`"row"."connectionId"`),
};

/** The same with their policies, and with what is installed of them on the parent device. */
export const profileTemplatesOnDevices: ListOf = {
  ...profileTemplates,
  from: Prisma.sql`(
    SELECT template.*, policy.priority, policy.name AS "policyName", policy.enabled
    FROM profile_templates AS template JOIN policies AS policy ON policy.id = template."policyId") AS "row"`,
  select: Prisma.sql`"row".*, (
    SELECT digest FROM installed_profiles AS installed WHERE installed."deviceId" = parent.id AND installed."templateId" = "row".id) AS "installedDigest"`,
};

/** What is installed on the devices in reach; an identity provider sees nothing of it. */
export const installedProfiles: ListOf = {
  ...rowsOf('installed_profiles'),
  reach: (session) => (session.role === 'PROVISIONER' ? Prisma.sql`FALSE` : ofConnectionInReach(session)),
};

/** The entries and exits of the people and devices in reach; an identity provider sees none. */
export const policyChanges: ListOf = {
  ...rowsOf('policy_changes'),
  reach: (session) => (session.role === 'PROVISIONER' ? Prisma.sql`FALSE` : ofConnectionInReach(session)),
};

/** The connections in reach. */
export const connections: ListOf = {
  ...rowsOf('connections'),
  reach: (session) => inReach(session, Prisma.sql`"row".id`),
};

/** The API keys in reach. */
export const apiKeys: ListOf = {
  ...rowsOf('credentials'),
  reach: keysInReach,
};

/** The SCIM tokens of the connections in reach. */
export const connectionTokens: ListOf = {
  ...rowsOf('credentials'),
  reach: connectionTokensInReach,
};

/** The OAuth clients of the connections in reach. */
export const oauthClients: ListOf = {
  ...rowsOf('oauth_clients'),
  reach: ofConnectionInReach,
};

/** The attribute definitions, which all connections share. */
export const attributeDefinitions: ListOf = {
  ...rowsOf('attribute_definitions'),
  reach: () => Prisma.sql`TRUE`,
};

/** The fact definitions, which all connections share. */
export const factDefinitions: ListOf = {
  ...rowsOf('fact_definitions'),
  reach: () => Prisma.sql`TRUE`,
};

/** Of the rows, those of the parent connection. */
export const ofConnection = (where: Prisma.Sql) => Prisma.sql`"row"."connectionId" = parent.id AND ${where}`;
