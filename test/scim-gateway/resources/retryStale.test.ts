import { describe, expect, it } from 'vitest';
import { GraphRefusal } from '#scim-gateway/graph.ts';
import { retryStale } from '#scim-gateway/resources/retryStale.ts';

const failing = (times: number, error: Error) => {
  let calls = 0;
  const attempt = async () => {
    calls += 1;
    if (calls <= times) throw error;
    return calls;
  };
  return attempt;
};

const stale = new GraphRefusal('STALE_VERSION', 'changed');

const id = 'ada';
const anyVersion = { id, expectedVersion: undefined };

describe('retryStale', () => {
  it('repeats until nobody writes in between', async () => {
    expect(await retryStale(anyVersion, failing(3, stale))).toBe(4);
  });

  it('does not repeat for a caller who named the version', async () => {
    await expect(retryStale({ id, expectedVersion: 1 }, failing(1, stale))).rejects.toBe(stale);
  });

  it('does not repeat after any other refusal', async () => {
    const error = new GraphRefusal('ALREADY_EXISTS', 'taken');
    await expect(retryStale(anyVersion, failing(1, error))).rejects.toBe(error);
  });

  it('gives up when its patience ends, and asks to be tried again', async () => {
    await expect(retryStale({ ...anyVersion, patience: 50 }, failing(Number.POSITIVE_INFINITY, stale))).rejects.toMatchObject({
      status: 503,
    });
  });
});
