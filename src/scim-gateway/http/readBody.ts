import express, { type Request, type Response } from 'express';
import { maxPayloadSize } from '../protocol/bulkLimits.ts';
import { invalidSyntax, unsupportedMediaType } from '../protocol/errors.ts';
import { parseJson } from './parseJson.ts';

const receive = express.raw({ type: () => true, limit: maxPayloadSize });

/** Reads the JSON body of a write, under either of its two media types (RFC 7644 §3.1, and what Okta's suite sends). */
export async function readBody(request: Request, response: Response): Promise<unknown> {
  const type = request.is(['application/scim+json', 'application/json']);
  if (type === null || request.headers['content-length'] === '0') throw invalidSyntax('The request needs a JSON body.');
  if (type === false || !isUtf8(request.headers['content-type'])) {
    throw unsupportedMediaType('Send the body as application/scim+json in UTF-8.');
  }
  await new Promise<void>((resolve, reject) => receive(request, response, (error) => (error ? reject(error) : resolve())));
  return parseJson(decode(request.body));
}

const isUtf8 = (contentType = '') => /^(utf-?8|us-ascii)?$/i.test(/;\s*charset\s*=\s*"?([^\s";]*)/i.exec(contentType)?.[1] ?? '');

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidSyntax('The body is not valid UTF-8.');
  }
}
