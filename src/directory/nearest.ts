/** How many letters have to change, come, go, or trade places with the next one, to turn one text into the other (optimal string alignment). */
function distance(one: string, other: string): number {
  const [letters, others] = [one.toLowerCase(), other.toLowerCase()];
  let before: number[] = [];
  let above = Array.from({ length: others.length + 1 }, (_, place) => place);
  for (let row = 0; row < letters.length; row += 1) {
    const current = [row + 1];
    for (let column = 0; column < others.length; column += 1) {
      const replaced = (above[column] ?? 0) + (letters[row] === others[column] ? 0 : 1);
      const isTraded = row > 0 && column > 0 && letters[row] === others[column - 1] && letters[row - 1] === others[column];
      const traded = isTraded ? (before[column - 1] ?? 0) + 1 : replaced;
      current.push(Math.min(replaced, traded, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    [before, above] = [above, current];
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
