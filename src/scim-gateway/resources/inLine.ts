const lines = new Map<string, Promise<void>>();

/** Lets those of this process who have lost a race for a resource try again one after the other. */
export function inLine<Result>(id: string, act: () => Promise<Result>): Promise<Result> {
  const turn = (lines.get(id) ?? Promise.resolve()).then(act);
  const over = () => {
    if (lines.get(id) === line) lines.delete(id);
  };
  const line = turn.then(over, over);
  lines.set(id, line);
  return turn;
}

/** Is over when all have had their turn who stand in line for the resource by now: whoever cannot lose lets them go first. */
export const lineFor = async (id: string): Promise<void> => lines.get(id);
