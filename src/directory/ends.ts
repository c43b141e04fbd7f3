import { invalidInput } from './errors.ts';

/** When a new secret ends by itself; null for never. */
export function endOf(expiresAt: Date | null | undefined): Date | null {
  if (expiresAt && expiresAt.getTime() <= Date.now()) throw invalidInput('expiresAt: must lie in the future.');
  return expiresAt ?? null;
}
