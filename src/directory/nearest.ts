/** How many letters have to change, come or go to turn one text into the other (Levenshtein). */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (let column = 0; column < other.length; column += 1) {
      const replaced = (above[column] ?? 0) + (letter.toLowerCase() === other[column]?.toLowerCase() ? 0 : 1);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}

const longest = 100;

/** The names that may have been meant, the nearest first: at most three, and none that differs in more than a third of its letters. */
export function nearest(name: string, names: Iterable<string>): string[] {
  if (name.length > longest) return [];
  const measured = [...names].map((other) => ({ other, far: distance(name, other) }));
  const near = measured.filter(({ other, far }) => far * 3 <= Math.max(name.length, other.length));
  return near
    .sort((one, next) => one.far - next.far)
    .slice(0, 3)
    .map(({ other }) => other);
}
