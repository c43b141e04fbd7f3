import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLong, piecesOf } from '#scim-gateway/http/piecesOf.ts';
import { lazily } from '#scim-gateway/protocol/lazily.ts';

async function written(body: object): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of piecesOf(body)) pieces.push(piece);
  return pieces;
}

const numbered = (length: number) =>
  Array.from({ length }, (_, place) => ({ value: `m${place}`, $ref: `https://acme.example/Users/${place}` }));

describe('an answer in pieces', () => {
  it('is the same JSON as at once, whatever is in it', async () => {
    const resource = fc.dictionary(
      fc.string(),
      fc.jsonValue().filter((value) => value !== undefined),
    );
    const body = fc.record({
      totalResults: fc.nat(),
      Resources: fc.array(resource, { maxLength: 5 }),
      long: fc.constantFrom(0, 1, 200, 201, 600),
    });
    await fc.assert(
      fc.asyncProperty(body, async ({ long, Resources, ...rest }) => {
        const answer = { ...rest, Resources: [...Resources, { id: 'g', members: numbered(long), after: 'the members' }] };
        const text = (await written({ ...answer, Resources: answer.Resources.map((one) => async () => one) })).join('');
        expect(text).toBe(JSON.stringify(answer));
      }),
      { numRuns: 100 },
    );
  });

  it.each([0, 1, 199, 200, 201, 400, 1001])('has all %i elements of a list, made as they are written', async (length) => {
    const members = numbered(length);
    const lazy = lazily(length, (place) => members[place]);
    expect((await written({ id: 'g', members: lazy })).join('')).toBe(JSON.stringify({ id: 'g', members }));
  });

  it('comes a piece at a time: what is not taken is not made', async () => {
    const made = new Set<number>();
    const members = lazily(100_000, (place) => {
      made.add(place);
      return { value: `member ${place}` };
    });
    const pieces = piecesOf({ members });
    const { value = '' } = await pieces.next();
    expect(value.length).toBeGreaterThan(60_000);
    expect(value.length).toBeLessThan(80_000);
    expect(made.size).toBeLessThan(5000);
    await pieces.return(undefined);
  });

  it('is not taken apart when it is short', () => {
    expect(isLong({ id: 'u', emails: numbered(200) })).toBe(false);
    expect(isLong({ Resources: numbered(200) })).toBe(false);
    expect(isLong({ id: 'g', members: numbered(201) })).toBe(true);
    expect(isLong({ Resources: [{ id: 'g', members: numbered(201) }] })).toBe(true);
    expect(isLong({ Resources: [async () => ({})] })).toBe(true);
  });

  it('fails where one of its parts cannot be read', async () => {
    const Resources = [{ id: 'g' }, () => Promise.reject(new Error('gone'))];
    await expect(written({ Resources })).rejects.toThrow('gone');
  });
});

describe('a list that is made as it is looked at', () => {
  it('reads like any other', () => {
    const list = lazily(1000, (place) => place);
    const eager = Array.from({ length: 1000 }, (_, place) => place);
    expect(Array.isArray(list)).toBe(true);
    expect([...list]).toEqual(eager);
    expect(list.map((one) => one * 2)).toEqual(eager.map((one) => one * 2));
    expect(list.filter((one) => one % 7 === 0)).toEqual(eager.filter((one) => one % 7 === 0));
    expect(list.slice(990)).toEqual(eager.slice(990));
    expect([list.at(-1), list[1000], list.length, list.includes(999)]).toEqual([999, undefined, 1000, true]);
    expect(JSON.stringify(list)).toBe(JSON.stringify(eager));
  });
});
