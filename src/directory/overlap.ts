import { durationOf } from './conditions/duration.ts';
import { invalidInput } from './errors.ts';

const longestSeconds = 30 * 24 * 3600;

/** For how many seconds a secret outlives its successor's making; none unless told, 30 days at most. */
export function overlapOf(overlap: string | null | undefined): number {
  const duration = durationOf(overlap ?? 'PT0S');
  const seconds = duration && duration.months === 0 ? duration.milliseconds / 1000 : Number.POSITIVE_INFINITY;
  if (seconds > longestSeconds) throw invalidInput('overlap: must be a duration in days, hours, minutes and seconds, at most P30D.');
  return seconds;
}
