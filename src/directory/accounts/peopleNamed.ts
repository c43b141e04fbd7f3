import { AccountMatch, Prisma } from '#generated/prisma/client.ts';

type Sql = Prisma.Sql;

interface Named {
  /** By what people are looked for, as text. */
  readonly by: Sql;
  readonly name: Sql;
  readonly connectionId: Sql;
}

/** Whether a name is a person's, written as the indexes are. */
const isTheirs: Record<AccountMatch, (name: Sql) => Sql> = {
  USER_NAME: (name) => Prisma.sql`fold("userName") COLLATE "C" = fold(${name}) COLLATE "C"`,
  EMAIL: (name) => Prisma.sql`folded_values(emails) && ARRAY[fold(${name})]`,
  EXTERNAL_ID: (name) => Prisma.sql`"externalId" = ${name}`,
  LOCAL_PART: (name) => Prisma.sql`local_parts("userName", emails) && ARRAY[local_part(${name})]`,
};

/**
 * The people of a connection (id, active) whom a name is found to mean by one of the matches; a LATERAL subquery. With an OFFSET they are looked for by
 * name, and then asked for their connection: the other way round each name would be compared with everybody, as a database without statistics likes to.
 */
export const peopleNamed = ({ by, name, connectionId }: Named): Sql => {
  const found = Object.values(AccountMatch).map(
    (match) => Prisma.sql`SELECT id, active, "connectionId" FROM users WHERE ${by} = ${match} AND ${isTheirs[match](name)}`,
  );
  return Prisma.sql`SELECT id, active FROM (${Prisma.join(found, ' UNION ALL ')} OFFSET 0) AS person WHERE "connectionId" = ${connectionId}`;
};
