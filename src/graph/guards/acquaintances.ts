import { hashSecret } from '#directory/secrets.ts';

const maximumKnown = 10_000;

/** The secrets that this process has known lately, by their hashes; those used last, as many as may be remembered. */
export function acquaintances() {
  // In the order of their last use.
  const known = new Set<string>();

  function add(secret: string) {
    keep(nameOf(secret));
    const [oldest] = known;
    if (known.size > maximumKnown && oldest !== undefined) known.delete(oldest);
  }

  function keep(name: string) {
    known.delete(name);
    known.add(name);
  }

  return {
    add,
    has(secret: string) {
      const name = nameOf(secret);
      if (!known.has(name)) return false;
      keep(name);
      return true;
    },
    remove: (secret: string) => known.delete(nameOf(secret)),
  };
}

const nameOf = (secret: string) => hashSecret(secret).toString('base64');
