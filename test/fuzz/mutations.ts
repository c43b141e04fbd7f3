import fc, { type Arbitrary } from 'fast-check';

/** What befalls some bytes at a place, which is told as a share of their length. */
interface Mutation {
  kind: 'flip' | 'insert' | 'leave out' | 'repeat' | 'cut off';
  at: number;
  length: number;
  bytes: Uint8Array;
}

export const mutations: Arbitrary<Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Mutation['kind']>('flip', 'flip', 'flip', 'insert', 'leave out', 'repeat', 'cut off'),
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    length: fc.integer({ min: 1, max: 12 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  }),
  { minLength: 1, maxLength: 4 },
);

export const mutate = (bytes: Buffer, all: readonly Mutation[]): Buffer => all.reduce(mutated, bytes);

function mutated(bytes: Buffer, { kind, at, length, bytes: other }: Mutation): Buffer {
  const place = Math.floor(at * bytes.length);
  const [before, some, after] = [bytes.subarray(0, place), bytes.subarray(place, place + length), bytes.subarray(place + length)];
  switch (kind) {
    case 'flip':
      return Buffer.concat([before, some.map((byte, index) => byte ^ (other[index % other.length] ?? 1)), after]);
    case 'insert':
      return Buffer.concat([before, other, some, after]);
    case 'leave out':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, some, some, after]);
    case 'cut off':
      return before;
  }
}
