import { parseFilter } from '#scim-gateway/protocol/parseFilter.ts';
import { toWhere } from '#scim-gateway/resources/user/toWhere.ts';

/** Characters; the gateway reads no longer filter than 16 KiB. */
const lengths = [2000, 4000, 8000, 16_000] as const;

const repeated = (part: (n: number) => string, word: string, count: number) =>
  Array.from({ length: count }, (_, n) => part(n)).join(` ${word} `);

/** A text that makes up the length. */
const padded = (before: string, length: number, after: string) =>
  `${before}${'x'.repeat(Math.max(length - before.length - after.length, 1))}${after}`;

const comparison = (n: number) => padded(`emails.value co "${n}`, 96, '"');

/** Filters of each shape, of any length: the longer, the more parts they have, as long as so many are answered. */
const shapes: Readonly<Record<string, (length: number) => string>> = {
  'comparisons, ORed': (length) => repeated(comparison, 'or', Math.floor(length / 100)),
  'ORs of 8, ANDed': (length) => repeated(() => `(${repeated(comparison, 'or', 8)})`, 'and', Math.floor(length / 800)),
  'parentheses, 50 deep': (length) => repeated(() => `${'('.repeat(50)}title pr${')'.repeat(50)}`, 'or', Math.floor(length / 112)),
  'value paths': (length) => repeated(() => padded('emails[type eq "work" and value co "', 396, '"]'), 'or', Math.floor(length / 400)),
  'one literal': (length) => padded('userName eq "', length, '"'),
  'one literal of escapes': (length) => `userName eq "${'\\"'.repeat((length - 14) / 2)}"`,
};

/** What is refused, at whatever length: how soon is what counts. */
const hostile: Readonly<Record<string, string>> = {
  '20,000 parentheses': `${'('.repeat(20_000)}title pr${')'.repeat(20_000)}`,
  '16,000 parentheses': '('.repeat(16_000),
  'a literal of 100 kB': padded('userName eq "', 100_000, '"'),
  '1,300 comparisons': repeated(() => 'title pr', 'or', 1300),
};

const translate = (filter: string) => {
  try {
    return toWhere(parseFilter(filter));
  } catch (refusal) {
    return refusal;
  }
};

const rounds = 20;
const roundLength = 10;

/** The microseconds that one call takes: those of the quickest of some rounds of some milliseconds, in which nothing else took the time. */
function microseconds(call: () => unknown): number {
  const round = () => {
    const begun = performance.now();
    let calls = 0;
    for (; performance.now() - begun < roundLength; calls += 1) call();
    return ((performance.now() - begun) / calls) * 1000;
  };
  return Math.min(...Array.from({ length: rounds }, round));
}

const line = (name: string, cells: readonly string[]) => name.padEnd(28) + cells.map((cell) => cell.padStart(10)).join('');

/** What it is called by. */
export const filters = 'filters';

/** Shows that reading a filter and turning it into a condition costs as much for each of its characters, however many they are. */
export function benchFilters(): void {
  console.log('Filters, read and translated: microseconds for 1,000 characters of a filter of so many characters;');
  console.log('ratio: those of the longest to those of the shortest, which is 1 when the time is linear.');
  console.log(line('', [...lengths.map((length) => length.toLocaleString('en')), 'ratio']));
  for (const [name, filterOf] of Object.entries(shapes)) {
    const costs = lengths.map((length) => {
      const filter = filterOf(length);
      return (microseconds(() => translate(filter)) / filter.length) * 1000;
    });
    const ratio = (costs.at(-1) ?? Number.NaN) / (costs[0] ?? Number.NaN);
    console.log(line(name, [...costs.map((cost) => cost.toFixed(1)), ratio.toFixed(2)]));
  }
  console.log('\nRefused, in microseconds:');
  for (const [name, filter] of Object.entries(hostile)) console.log(line(name, [microseconds(() => translate(filter)).toFixed(1)]));
}
