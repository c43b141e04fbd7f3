import { Prisma, type PrismaClient, type Role } from '#generated/prisma/client.ts';
import { forbidden, homeless, notFound } from './errors.ts';

/** Who asks, and how far they reach. Every command and every read takes one. */
export interface Session {
  readonly db: PrismaClient;
  /** What the change log names: the kind and id of the credential. */
  readonly actor: string;
  /** The id of an API key or SCIM token, or of the OAuth client of an access token; `oidc:` and the subject of a token of an OpenID provider. */
  readonly credentialId: string;
  readonly name: string;
  readonly role: Role;
  /** The connections in reach. */
  readonly connections: 'all' | readonly string[];
}

/** The built-in connection of people and groups made by hand. */
export const manualConnectionId = '00000000-0000-7000-8000-000000000000';

/** Isolation, as a condition of the Prisma client. */
export const within = ({ connections }: Session) => (connections === 'all' ? undefined : { in: [...connections] });

/** Isolation, as a condition in SQL on the column that holds a connection's id. */
export const inReach = ({ connections }: Session, column = Prisma.sql`"connectionId"`) => {
  if (connections === 'all') return Prisma.sql`TRUE`;
  // An index that continues with another column is read in order for one value only, not for a list of one.
  return connections.length === 1 ? Prisma.sql`${column} = ${connections[0]}::uuid` : Prisma.sql`${column} = ANY(${connections}::uuid[])`;
};

export const reaches = ({ connections }: Session, connectionId: string) => connections === 'all' || connections.includes(connectionId);

const writers: Record<Role, boolean> = { ADMIN: true, OPERATOR: true, READER: false, PROVISIONER: true };

/** Refuses a session that only reads. */
export function mayWrite(session: Session) {
  if (!writers[session.role]) throw forbidden('change anything: its role only reads');
}

const operators: Record<Role, boolean> = { ADMIN: true, OPERATOR: true, READER: false, PROVISIONER: false };

/** Refuses a session that only reads, and an identity provider's, whose business is people and groups. */
export function mayOperate(session: Session) {
  mayWrite(session);
  if (!operators[session.role]) throw forbidden('change devices and policies: its role is for people and groups');
}

/** Refuses every session but an administrator's. */
export function mayAdminister(session: Session) {
  if (session.role !== 'ADMIN') throw forbidden('manage connections and credentials: its role is not ADMIN');
}

/** The connection that something new goes to: the one named, else the only one in reach, or for a session that reaches all, the built-in one. */
export function homeOf(session: Session, connectionId: string | null | undefined): string {
  const home = (connectionId ?? usualHome(session)).toLowerCase();
  if (!isUuid(home) || !reaches(session, home)) throw notFound('Connection', home);
  return home;
}

function usualHome({ connections }: Session): string {
  if (connections === 'all') return manualConnectionId;
  const [only, ...others] = connections;
  if (only === undefined || others.length > 0) throw homeless();
  return only;
}

/** Ids are UUIDs; anything else names nothing. */
export const isUuid = (id: string) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id);
