import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Answer } from '../operations/Operation.ts';
import { isLong, piecesOf } from './piecesOf.ts';

export const mediaType = 'application/scim+json; charset=utf-8';

/** The milliseconds after which a client that takes nothing more of a long answer is not waited for. */
const patience = 60_000;

/** Writes an answer; its media type is SCIM's whatever was accepted (RFC 7644 §3.1). */
export async function send(response: Response, answer: Answer): Promise<void> {
  const { body } = answer;
  if (body && isLong(body) && response.req.method !== 'HEAD') return sendLong(response, answer, piecesOf(body));
  writeHead(response, answer);
  response.end(body && JSON.stringify(body));
}

function writeHead(response: Response, { status, body, etag, location }: Answer): void {
  response.status(status);
  if (etag !== undefined) response.setHeader('ETag', etag);
  if (location !== undefined) response.setHeader('Location', location);
  if (body !== undefined) response.setHeader('Content-Type', mediaType);
}

/** As fast as the client takes it. What fails before the first piece is refused as ever; later the connection breaks: half an answer is no answer. */
async function sendLong(response: Response, answer: Answer, pieces: AsyncGenerator<string>): Promise<void> {
  const first = await pieces.next();
  writeHead(response, answer);
  response.setTimeout(patience, () => response.destroy());
  try {
    await pipeline(async function* () {
      if (!first.done) yield first.value;
      yield* pieces;
    }, response);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** The client has ended the connection. */
const isGone = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
