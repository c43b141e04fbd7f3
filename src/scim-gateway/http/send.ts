import type { Response } from 'express';
import type { Answer } from '../operations/Operation.ts';

export const mediaType = 'application/scim+json; charset=utf-8';

/** Writes an answer; its media type is SCIM's whatever was accepted (RFC 7644 §3.1). */
export function send(response: Response, { status, body, etag, location }: Answer): void {
  response.status(status);
  if (etag !== undefined) response.setHeader('ETag', etag);
  if (location !== undefined) response.setHeader('Location', location);
  if (body === undefined) {
    response.end();
    return;
  }
  response.setHeader('Content-Type', mediaType);
  response.end(JSON.stringify(body));
}
