/** Runs acts of the same name one after the other. */
export function oneByOne() {
  const last = new Map<string, Promise<unknown>>();
  return <Result>(name: string, act: () => Promise<Result>): Promise<Result> => {
    const result = (last.get(name) ?? Promise.resolve()).then(act);
    const done: Promise<unknown> = result
      .catch(() => undefined)
      .then(() => {
        if (last.get(name) === done) last.delete(name);
      });
    last.set(name, done);
    return result;
  };
}
