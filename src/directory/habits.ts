import { z } from 'zod';
import { type Connection, Prisma } from '#generated/prisma/client.ts';
import { notFound, refuse } from './errors.ts';
import { inReach, isUuid, mayWrite, type Session } from './session.ts';
import { read } from './values.ts';

/** What a provider can be seen to do beyond the plainest reading of SCIM: its ways of writing, and what of it is dropped. */
export const habits = [
  'UPDATES_BY_PUT',
  'UPDATES_BY_PATCH',
  'NAMES_IN_OTHER_CASE',
  'CAPITALIZED_OPERATIONS',
  'BOOLEANS_AS_TEXT',
  'WRAPPED_VALUES',
  'BARE_VALUES',
  'SINGLE_ELEMENTS',
  'REPEATED_NAMES',
  'EMPTY_TEXTS',
  'REMOVALS_BY_VALUE',
  'DOTTED_KEYS',
  'LABELED_PATHS',
  'EMPTY_PATCHES',
  'FORMER_URNS',
  'UNQUOTED_LITERALS',
  'COMPARED_ELEMENTS',
  'COMPARED_WHOLES',
  'UNDECLARED_EXTENSIONS',
  'UNKNOWN_ATTRIBUTES',
  'READ_ONLY_ATTRIBUTES',
  'PASSWORDS',
  'UNKNOWN_SCHEMAS',
  'UNKNOWN_SELECTIONS',
  'UNKNOWN_PARAMETERS',
] as const;

export type Habit = (typeof habits)[number];

/** How often a habit was seen, and when. */
export interface ObservedHabit {
  readonly habit: Habit;
  readonly count: number;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** The name of an attribute, schema or parameter that it was last seen on. */
  readonly example: string | null;
}

const largestCount = 2 ** 31 - 1;

/** A name and nothing that is said under it: what an address or a sentence has in it is not allowed. */
const exampleName = z.string().regex(/^[\w$:./%~+-]{1,256}$/, 'must be a name of at most 256 letters, digits and marks of URIs');

const seen = z.strictObject({
  habit: z.enum(habits),
  count: z.int().min(1, 'must be 1 or more').max(largestCount),
  example: exampleName.nullish(),
});

const report = z
  .array(seen)
  .min(1, 'must name a habit')
  .refine((all) => new Set(all.map(({ habit }) => habit)).size === all.length, 'must name each habit once');

export type HabitReport = z.input<typeof report>;

/** Adds what was seen of a connection to what is known; of reports at the same moment none is lost. It is no change of the connection. */
export async function reportHabits(session: Session, connectionId: string, input: HabitReport): Promise<Connection> {
  mayWrite(session);
  const told = JSON.stringify(read(report, input, ['habits']));
  if (!isUuid(connectionId)) throw notFound('Connection', connectionId);
  const [connection] = await session.db.$queryRaw<Connection[]>`
    UPDATE connections SET observed = observed || (
      SELECT jsonb_object_agg(seen.habit, jsonb_build_object(
        'count', least(coalesce((observed #>> ARRAY[seen.habit, 'count'])::bigint, 0) + seen.count, ${largestCount}::bigint),
        'firstSeenAt', coalesce(observed #> ARRAY[seen.habit, 'firstSeenAt'], to_jsonb(clock_timestamp())),
        'lastSeenAt', clock_timestamp(),
        'example', coalesce(seen.example, observed #>> ARRAY[seen.habit, 'example'])))
      FROM jsonb_to_recordset(${told}::jsonb) AS seen(habit text, count bigint, example text))
    WHERE id = ${connectionId}::uuid AND ${inReach(session, Prisma.sql`id`)}
    RETURNING *`;
  return connection ?? refuse(notFound('Connection', connectionId));
}

const kept = z.object({ count: z.int(), firstSeenAt: z.coerce.date(), lastSeenAt: z.coerce.date(), example: z.string().nullable() });

/** What has been seen of a connection, in the order of the habits. */
export const observedHabits = ({ observed }: Pick<Connection, 'observed'>): ObservedHabit[] =>
  habits.flatMap((habit) => {
    const { data } = kept.safeParse(Object.entries(observed ?? {}).find(([name]) => name === habit)?.[1]);
    return data ? [{ habit, ...data }] : [];
  });
