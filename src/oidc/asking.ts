import type { z } from 'zod';
import type { DirectoryError } from '#directory/errors.ts';

/** How long an answer is waited for, and how long whoever has failed to give one is left alone. */
const patienceMilliseconds = 5000;
const mostBytes = 1_000_000;

/** Asks for JSON of a shape at an address. */
export type AskFor = <Shape extends z.ZodType>(url: string, shape: Shape) => Promise<z.output<Shape>>;

/** Asks somebody else's server. Its failure is told once; for a while after it, nobody is made to wait for the next. */
export function asking(who: string, silent: () => DirectoryError, fault: (error: unknown) => void): AskFor {
  let silentUntil = 0;
  return async (url, shape) => {
    if (Date.now() < silentUntil) throw silent();
    try {
      return shape.parse(await jsonAt(url));
    } catch (error) {
      silentUntil = Date.now() + patienceMilliseconds;
      fault(new Error(`${who} did not answer ${url} as it should: ${reasonOf(error)}`));
      throw silent();
    }
  };
}

/** No redirect is followed: an address that is believed says nothing about the next. */
async function jsonAt(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMilliseconds) });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return JSON.parse(await textOf(response));
}

async function textOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.length;
    if (bytes > mostBytes) throw new Error(`more than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Of `fetch failed`, the cause says why. What is no JSON is not repeated. */
const reasonOf = (error: unknown) => {
  if (!(error instanceof Error)) return String(error);
  const { name, message, cause } = error;
  if (name === 'SyntaxError') return 'no JSON';
  return cause instanceof Error ? `${message} (${cause.message})` : message;
};
