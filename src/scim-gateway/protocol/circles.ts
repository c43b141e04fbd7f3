/** For each place of a graph the circle that it is on, by one place of that circle; a place on none is its own (Tarjan, 1972). */
export function circlesOf(next: readonly (readonly number[])[]): number[] {
  const circles: number[] = [];
  const found = new Map<number, number>();
  const open: number[] = [];

  /** The earliest place found that can be reached and is still open. */
  const visit = (place: number): number => {
    const mine = found.size;
    found.set(place, mine);
    open.push(place);
    const reached = (next[place] ?? []).flatMap((other) => (circles[other] === undefined ? (found.get(other) ?? visit(other)) : []));
    const earliest = reached.reduce((one, other) => Math.min(one, other), mine);
    if (earliest === mine) for (const member of open.splice(open.indexOf(place))) circles[member] = place;
    return earliest;
  };

  for (const place of next.keys()) if (!found.has(place)) visit(place);
  return circles;
}
