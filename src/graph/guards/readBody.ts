import type { Plugin } from 'graphql-yoga';
import { invalidInput, limitExceeded } from '#directory/errors.ts';
import { type Context, refusalOf } from '../context.ts';
import { refusal } from './refusal.ts';

const maximumBytes = 10_000_000;

/** Enough for a sign-in and for any question about the schema. */
const strangersBytes = 100_000;

/** Reads the JSON of a request: whole and in UTF-8, or not at all. Those who are nobody are refused as such when they send more than they need. */
export function readBody(contextOf: (request: Request) => Promise<Context>): Plugin {
  return {
    onRequestParse({ request, setRequestParser }) {
      if (request.method === 'POST') setRequestParser(async () => parse(await bytesOf(request, await mostOf(request))));
    },
  };

  async function mostOf(request: Request): Promise<Most> {
    const stranger = refusalOf(await contextOf(request));
    return stranger ? { bytes: strangersBytes, refusal: stranger } : { bytes: maximumBytes, refusal: tooLarge() };
  }
}

/** How many bytes are read, and why no more are. */
interface Most {
  readonly bytes: number;
  readonly refusal: Error;
}

const tooLarge = () => refusal(limitExceeded(`A request has at most ${maximumBytes} bytes. Send several.`), { status: 413 });

async function bytesOf({ headers, body }: Request, most: Most): Promise<Buffer> {
  if (Number(headers.get('content-length')) > most.bytes) throw most.refusal;
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Without a Content-Length, what is too large is seen only as it comes; a client that is not heard to its end would not hear the refusal.
  for await (const chunk of whole(body)) {
    length += chunk.byteLength;
    if (length > maximumBytes) throw tooLarge();
    if (length <= most.bytes) chunks.push(chunk);
  }
  if (length > most.bytes) throw most.refusal;
  return Buffer.concat(chunks);
}

/** The body as it comes; a client that goes away in its middle is no fault. */
async function* whole(body: Request['body']) {
  try {
    if (body) yield* body;
  } catch {
    throw unreadable('The body ended too early. Send it again.');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Buffer) {
  const parsed = json(textOf(bytes));
  if (typeof parsed !== 'object' || parsed === null) throw unreadable('The body has to be a JSON object, with the document in "query".');
  return parsed;
}

function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw unreadable('The body is not valid UTF-8. Encode it as UTF-8.');
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('The body is not valid JSON.');
  }
}

const unreadable = (message: string) => refusal(invalidInput(message), { status: 400 });
