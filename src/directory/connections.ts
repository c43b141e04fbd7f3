import { z } from 'zod';
import { AccountMatch, type Connection, Prisma, Provider } from '#generated/prisma/client.ts';
import { forbidden, inUse, invalidInput, namedByPolicies, notFound, refuse } from './errors.ts';
import { forget } from './memory.ts';
import { overlapOf } from './overlap.ts';
import { namedBy } from './policies/namedBy.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { inReach, isUuid, manualConnectionId, mayAdminister, type Session, within } from './session.ts';
import { read, requiredName, type Unread } from './values.ts';
import { atVersion, type Version, whyNot } from './versions.ts';

/** Whether a text is one of the rules; the database keeps no other. */
export const isRule = (text: string): text is AccountMatch => Object.hasOwn(AccountMatch, text);

/** In the order in which they are asked; each says once whom it finds. */
const assignmentRules = z
  .array(z.enum(AccountMatch))
  .nullable()
  .transform((rules) => rules ?? [])
  .refine((rules) => new Set(rules).size === rules.length, 'must not name a rule twice');

const connectionChange = z.strictObject({ name: requiredName, provider: z.enum(Provider), assignmentRules }).partial();
const newConnection = connectionChange.required({ name: true, provider: true });

export type ConnectionChange = Unread<z.input<typeof connectionChange>>;
export type NewConnection = z.input<typeof newConnection>;

/** Makes a connection and its first SCIM token, which is told here and never again. */
export async function createConnection(session: Session, input: NewConnection): Promise<{ connection: Connection; token: string }> {
  mayAdminister(session);
  if (session.connections !== 'all') throw forbidden('make connections: it is limited to some');
  const { name, provider, assignmentRules: rules = [] } = read(newConnection, input);
  if (provider === Provider.MANUAL) throw manualIsBuiltIn();
  const token = newSecret('scim');
  const [connection] = await session.db.$queryRaw<Connection[]>`
    WITH created AS (
        INSERT INTO connections (name, provider, "assignmentRules", "updatedBy")
        VALUES (${name}, ${provider}::"Provider", ${rules}::text[], ${session.actor}) RETURNING *),
      issued AS (${issue(session, token, Prisma.sql`created`)})
    SELECT * FROM created`;
  return { connection: connection ?? refuse(notFound('Connection', '')), token };
}

/** Changes a connection, unless someone else has since `expectedVersion` was read. */
export async function updateConnection(
  session: Session,
  id: string,
  input: ConnectionChange,
  expectedVersion?: Version,
): Promise<Connection> {
  mayAdminister(session);
  const change = read(connectionChange, input);
  if (!isUuid(id)) throw notFound('Connection', id);
  if (id === manualConnectionId && change.provider) throw forbidden('change the provider of the built-in connection');
  if (change.provider === Provider.MANUAL) throw manualIsBuiltIn();
  const [connection] = await session.db.connection.updateManyAndReturn({
    where: { AND: [{ id }, { id: within(session) }], ...(expectedVersion != null && { version: expectedVersion }) },
    data: { ...change, updatedBy: session.actor },
  });
  return connection ?? refuse(await whyNot(session, 'Connection', id));
}

/**
 * Deletes a connection and its tokens; with people, groups or devices in it, and while a policy of all connections names it, only when `deleteResources` says
 * that they go too. Its own policies have to go before it.
 */
export async function deleteConnection(session: Session, id: string, deleteResources: boolean, expectedVersion?: Version): Promise<string> {
  mayAdminister(session);
  if (!isUuid(id)) throw notFound('Connection', id);
  if (id === manualConnectionId) throw forbidden('delete the built-in connection');
  const deleted = await session.db.$executeRaw`
    WITH target AS MATERIALIZED (
        SELECT id FROM connections WHERE id = ${id}::uuid AND ${reached(session)} AND ${atVersion(expectedVersion)} FOR UPDATE),
      settled AS MATERIALIZED (SELECT id FROM target WHERE ${deleteResources} OR is_empty(id))
    DELETE FROM connections USING settled WHERE connections.id = settled.id AND acting_as(${session.actor})`;
  forget(session.db);
  return deleted ? id : refuse(await whyNotDeleted(session, id, deleteResources));
}

/** Issues a new SCIM token; the earlier ones end now, or after `overlap`, an ISO 8601 duration. */
export async function rotateConnectionToken(
  session: Session,
  id: string,
  overlap?: string | null,
): Promise<{ connection: Connection; token: string }> {
  mayAdminister(session);
  if (!isUuid(id)) throw notFound('Connection', id);
  const overlapSeconds = overlapOf(overlap);
  const token = newSecret('scim');
  const [connection] = await session.db.$queryRaw<Connection[]>`
    WITH target AS MATERIALIZED (SELECT * FROM connections WHERE id = ${id}::uuid AND ${reached(session)} FOR UPDATE),
      settled AS MATERIALIZED (SELECT id, end_tokens(id, now() + make_interval(secs => ${overlapSeconds})) FROM target),
      issued AS (${issue(session, token, Prisma.sql`settled`)})
    SELECT * FROM target`;
  forget(session.db);
  return { connection: connection ?? refuse(notFound('Connection', id)), token };
}

const manualIsBuiltIn = () => invalidInput('provider: MANUAL is the built-in connection. Choose a provider, or GENERIC.');

const issue = ({ actor }: Session, token: string, connection: Prisma.Sql) => Prisma.sql`
  INSERT INTO credentials (name, role, hash, "createdBy", "connectionId")
  SELECT 'SCIM token', 'PROVISIONER'::"Role", ${hashSecret(token)}, ${actor}, id FROM ${connection}`;

const reached = (session: Session) => inReach(session, Prisma.sql`id`);

async function whyNotDeleted(session: Session, id: string, deleteResources: boolean) {
  const reason = await whyNot(session, 'Connection', id);
  if (reason.code === 'NOT_FOUND' || deleteResources) return reason;
  const inIt = { where: { connectionId: id } };
  const resources = (await session.db.user.count(inIt)) + (await session.db.group.count(inIt)) + (await session.db.device.count(inIt));
  if (resources === 0) return (await whyPoliciesKeep(session, id)) ?? reason;
  return inUse(
    'The connection still has people, groups or devices. Delete them first, or send deleteResources: true to delete them with it.',
  );
}

async function whyPoliciesKeep(session: Session, id: string) {
  if ((await session.db.policy.count({ where: { connectionId: id } })) > 0)
    return inUse('The connection still has policies. Delete them first.');
  const names = await namedBy(session, { resourceType: 'Connection', resourceId: id });
  return names.length > 0 ? namedByPolicies(names) : undefined;
}
