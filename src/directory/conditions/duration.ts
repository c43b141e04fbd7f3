/** A length of time on the calendar. */
export type Duration = { months: number; milliseconds: number };

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const century = { months: 100 * 12, milliseconds: 36_525 * day };

const units = { months: [12, 1, 0, 0, 0, 0, 0], milliseconds: [0, 0, 7 * day, day, hour, minute, second] };

// P [nY] [nM] [nW] [nD] [ T [nH] [nM] [nS] ], with at least one part, and at least one after T
const iso8601 =
  /^P(?=.)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;

const total = (counts: number[], of: number[]) => counts.reduce((sum, count, at) => sum + count * (of[at] ?? 0), 0);

/** The duration that an ISO 8601 text of whole units says; undefined if it says none, or one of more than a century. */
export function durationOf(text: string): Duration | undefined {
  const counts = iso8601
    .exec(text)
    ?.slice(1)
    .map((count) => Number(count ?? 0));
  if (counts === undefined) return undefined;
  const duration = { months: total(counts, units.months), milliseconds: total(counts, units.milliseconds) };
  return duration.months <= century.months && duration.milliseconds <= century.milliseconds ? duration : undefined;
}

/** The same day of another month, or its last day if it has no such day; in UTC. */
function monthsFrom(instant: Date, months: number): Date {
  const landing = new Date(instant);
  landing.setUTCDate(1);
  landing.setUTCMonth(landing.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(landing.getUTCFullYear(), landing.getUTCMonth() + 1, 0)).getUTCDate();
  landing.setUTCDate(Math.min(instant.getUTCDate(), lastDay));
  return landing;
}

/** Milliseconds since 1970 of the moment that lies the duration after the instant, or before it. */
export const shifted = (instant: Date, { months, milliseconds }: Duration, direction: 1 | -1): number =>
  monthsFrom(instant, direction * months).getTime() + direction * milliseconds;
