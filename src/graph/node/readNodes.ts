import { brandWithType } from '@pothos/core';
import type { ListOf } from '#directory/pages.ts';
import { isUuid, type Session } from '#directory/session.ts';
import { Prisma } from '#generated/prisma/client.ts';
import type { Context } from '../context.ts';
import {
  apiKeys,
  attributeDefinitions,
  connections,
  connectionTokens,
  deviceAssignments,
  devices,
  factDefinitions,
  groups,
  oauthClients,
  people,
  policies,
  profileTemplates,
} from '../lists.ts';

/** Where the rows of each type are that is a Node. */
const lists: Record<string, ListOf> = {
  User: people,
  Group: groups,
  Connection: connections,
  Device: devices,
  DeviceAssignment: deviceAssignments,
  ApiKey: forAdministrators(apiKeys),
  ConnectionToken: forAdministrators(connectionTokens),
  OAuthClient: forAdministrators(oauthClients),
  AttributeDefinition: attributeDefinitions,
  FactDefinition: factDefinitions,
  Policy: policies,
  ProfileTemplate: profileTemplates,
};

/** Credentials are shown to administrators only. */
function forAdministrators(list: ListOf): ListOf {
  return { ...list, reach: (session) => (session.role === 'ADMIN' ? list.reach(session) : Prisma.sql`FALSE`) };
}

type Row = { id: string };

/** What has these ids, each in its place, null where nothing in reach has it: one statement that tells their types, and one for each of those. */
export async function readNodes(ids: readonly string[], { session }: Context): Promise<(Row | null)[]> {
  const asked = ids.map((id) => id.toLowerCase());
  const known = [...new Set(asked.filter(isUuid))];
  const types = known.length ? await typesOf(session, known) : [];
  const rows = await Promise.all(types.map(({ type, ids: mine }) => readType(session, type, mine)));
  const found = new Map(rows.flat().map((row) => [row.id, row]));
  return asked.map((id) => found.get(id) ?? null);
}

const typesOf = (session: Session, ids: readonly string[]) =>
  session.db.$queryRaw<{ type: string; ids: string[] }[]>`
    SELECT type, array_agg(id) AS ids
    FROM (${Prisma.join(
      Object.entries(lists).map(([type, list]) => Prisma.sql`SELECT ${type}::text AS type, "row".id ${among(session, list, ids)}`),
      ' UNION ALL ',
    )}) AS found
    GROUP BY type`;

async function readType(session: Session, type: string, ids: readonly string[]): Promise<Row[]> {
  const list = lists[type];
  const rows = list ? await session.db.$queryRaw<Row[]>`SELECT ${list.select} ${among(session, list, ids)}` : [];
  // What tells the type of a row to those who ask for it as a Node.
  for (const row of rows) brandWithType(row, type as never);
  return rows;
}

const among = (session: Session, { from, reach }: ListOf, ids: readonly string[]) =>
  Prisma.sql`FROM ${from} WHERE ${reach(session)} AND "row".id = ANY(${ids}::uuid[])`;
