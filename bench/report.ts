import type { Measurement } from './load.ts';
import type { Side } from './world.ts';

const columns = [
  ['operation', 40],
  ['clients', 8],
  ['requests/s', 12],
  ['p50 ms', 9],
  ['p99 ms', 9],
  ['bare requests/s', 17],
  ['p50 ms', 9],
  ['ratio', 8],
] as const;

/** The first column is text, the others are numbers. */
const line = (cells: readonly string[]) =>
  cells.map((text, column) => (column === 0 ? text.padEnd(columns[0][1]) : text.padStart(columns[column]?.[1] ?? 0))).join('');

export const heading = () => line(columns.map(([name]) => name));

export const row = (name: string, clients: number, { product, bare }: Record<Side, Measurement>) =>
  line([
    name,
    `${clients}`,
    whole(rate(product)),
    milliseconds(quantile(product, 0.5)),
    milliseconds(quantile(product, 0.99)),
    whole(rate(bare)),
    milliseconds(quantile(bare, 0.5)),
    (rate(product) / rate(bare)).toFixed(2),
  ]);

export const rate = ({ latencies, seconds }: Measurement) => latencies.length / seconds;

export const whole = (value: number) => Math.round(value).toLocaleString('en');

const milliseconds = (value: number) => value.toFixed(value < 10 ? 2 : 1);

/** The latency that so large a part of the requests do not exceed. */
function quantile({ latencies }: Measurement, part: number): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
