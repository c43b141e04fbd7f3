/** The fields of a where, by name and at whatever depth, before it is read. */
export function* fieldsOf(where: unknown): Generator<readonly [name: string, value: unknown]> {
  const parts = [where];
  // Grows while it is walked: a stack would overflow before the depth is refused.
  for (const part of parts) {
    if (typeof part !== 'object' || part === null) continue;
    for (const field of Object.entries(part)) {
      yield field;
      parts.push(field[1]);
    }
  }
}
