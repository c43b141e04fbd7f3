import { ReportHabitsDocument } from '../documents/generated.ts';
import type { ErrorCode, Habit } from '../documents/generatedEnums.ts';
import { type ConnectionCaller, type Execute, GraphRefusal } from '../graph.ts';
import { ScimError } from '../protocol/errors.ts';
import type { Sighting } from './Sighting.ts';

/** Sums up in memory what habits connections show, and reports it to the graph in the background. */
export interface Reporter {
  /** Looks at what was served to a caller; what is seen in one group of sightings counts once. */
  see(caller: ConnectionCaller, served: readonly (readonly Sighting[])[]): void;
  /** Reports all that has been seen by now. What cannot be reported at the moment is kept for the next time. */
  settle(): Promise<void>;
}

export interface ReporterOptions {
  execute: Execute;
  /** After how many milliseconds something that was seen is reported. */
  every: number;
  fault: (error: unknown) => void;
}

interface Seen {
  count: number;
  example?: string;
}

/** What was seen of one credential at one connection: it is reported with that credential, which needs no other privileges. */
interface Sum {
  caller: ConnectionCaller;
  seen: Map<Habit, Seen>;
}

/** Beyond so many, what is seen is not counted until the others are reported. */
const mostSums = 10_000;

/** The connections whose sums nobody is known to be able to report; more make room. */
const mostForsaken = 1000;

export function createReporter({ execute, every, fault }: ReporterOptions): Reporter {
  let sums = new Map<string, Sum>();
  /** What was seen of a connection, by its id, while the credential that it was seen of was ended. */
  const forsaken = new Map<string, Sum['seen']>();
  let timer: NodeJS.Timeout | undefined;
  let reporting = Promise.resolve();

  function add(caller: ConnectionCaller, seen: ReadonlyMap<Habit, Seen>): void {
    const key = JSON.stringify([idOf(caller), caller.authorization]);
    const sum = sums.get(key) ?? { caller, seen: new Map() };
    if (seen.size === 0 || (sums.size >= mostSums && !sums.has(key))) return;
    for (const [habit, more] of seen) sum.seen.set(habit, joined(sum.seen.get(habit), more));
    sums.set(key, sum);
    timer ??= setTimeout(settle, every).unref();
  }

  /** Another credential of the connection may report it. */
  function forsake(caller: ConnectionCaller, seen: Sum['seen']): void {
    const before = forsaken.get(idOf(caller)) ?? new Map<Habit, Seen>();
    for (const [habit, more] of seen) before.set(habit, joined(before.get(habit), more));
    forsaken.delete(idOf(caller));
    forsaken.set(idOf(caller), before);
    const [oldest] = forsaken.keys();
    if (forsaken.size > mostForsaken && oldest !== undefined) forsaken.delete(oldest);
  }

  function adopt(caller: ConnectionCaller): void {
    const seen = forsaken.get(idOf(caller));
    if (seen) add(caller, seen);
    forsaken.delete(idOf(caller));
  }

  /** One after the other: what is said in the background is never many at once. */
  async function report(all: Iterable<Sum>): Promise<void> {
    for (const { caller, seen } of all) {
      const habits = [...seen].map(([habit, { count, example }]) => ({ habit, count, example }));
      const input = { connectionId: caller.connectionId, habits };
      await execute(ReportHabitsDocument, { input }, caller).catch((error) => (isRefused(error) ? forsake : add)(caller, seen));
    }
  }

  function settle(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const all = sums;
    sums = new Map();
    reporting = reporting.then(() => report(all.values()));
    return reporting;
  }

  return {
    settle,
    see: (caller, served) => {
      try {
        adopt(caller);
        for (const sightings of served) add(caller, habitsIn(sightings));
      } catch (error) {
        // Only beside the resource itself can everything be read again.
        if (!(error instanceof ScimError)) fault(error);
      }
    },
  };
}

const idOf = ({ connectionId }: ConnectionCaller) => connectionId.toLowerCase();

/** A name and nothing that is said under it: what an address or a filter has in it is left out. */
const isName = (text: string) => /^[\w$:./%~+-]{1,256}$/.test(text);

function habitsIn(sightings: readonly Sighting[]): Map<Habit, Seen> {
  const seen = new Map<Habit, Seen>();
  for (const sighting of sightings)
    sighting((habit, name) => {
      const example = seen.get(habit)?.example ?? (name !== undefined && isName(name) ? name : undefined);
      seen.set(habit, { count: 1, ...(example !== undefined && { example }) });
    });
  return seen;
}

const joined = (before: Seen | undefined, more: Seen): Seen => ({ ...before, ...more, count: (before?.count ?? 0) + more.count });

/** A moment later the graph would say the same to this credential. */
const isRefused = (error: unknown) => error instanceof GraphRefusal && !passing.includes(error.code);

const passing: readonly ErrorCode[] = ['TIMEOUT', 'RATE_LIMITED', 'INTERNAL'];
