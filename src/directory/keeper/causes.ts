/** Each of several, with the latest change that concerns it; null for time alone. */
export type Causes = Map<string, bigint | null>;

/** Who is touched by more than so many is judged with everybody else: the database does that in one statement. */
export const mostTouched = 2000;

/** Notes a change as the cause of what becomes of them, unless a later one is. */
export function wholly(causes: Causes, ids: Iterable<string>, changeId: bigint): void {
  for (const id of ids) {
    const known = causes.get(id);
    if (known == null || known < changeId) causes.set(id, changeId);
  }
}
