import { Prisma } from '#generated/prisma/client.ts';
import { inReach, type Session } from '../session.ts';

/** Those who are listed in policies, under the name `listed`: with the connection of whoever is there, and that of the policy. */
export const listedWithConnections = Prisma.sql`(
  SELECT listing.*, listing."resourceId" AS id, coalesce(person."connectionId", device."connectionId") AS "ofWhom", policy."connectionId" AS "ofPolicy"
  FROM policy_listings AS listing
    JOIN policies AS policy ON policy.id = listing."policyId"
    LEFT JOIN users AS person ON listing."resourceType" = 'User' AND person.id = listing."resourceId"
    LEFT JOIN devices AS device ON listing."resourceType" = 'Device' AND device.id = listing."resourceId")`;

/** Which of these a session sees: those of its connections. Of whom those who are gone were is known only where the policy is of one connection. */
export const listedInReach = (session: Session, row: Prisma.Sql) =>
  inReach(session, Prisma.sql`coalesce(${row}."ofWhom", ${row}."ofPolicy")`);
