import { ScimError } from '../protocol/errors.ts';

/** The version that a write must find; undefined is any. A tag that was never ours matches no version, so it fails at once. */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const version = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(header)?.[1];
  if (version === undefined) throw new ScimError(412, 'If-Match must hold one ETag as it was answered, such as W/"3", or *.');
  return Number(version);
}

/** Whether If-None-Match names the version, compared weakly (RFC 9110 §13.1.2). */
export function isKnown(version: number, ifNoneMatch: string | undefined): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(`"${version}"`);
}
