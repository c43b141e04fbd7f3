import { notFound, ScimError, staleVersion } from '../protocol/errors.ts';
import type { Resource } from '../resources/Resource.ts';
import type { Request } from './Operation.ts';

/** The versions of which a write must find one; undefined is any. Tags that were never ours match none, so that without others it fails at once. */
export function readIfMatch(header: string | undefined): readonly number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const versions = header.split(',').flatMap((tag) => /^\s*(?:W\/)?"(\d{1,9})(?:-[\da-f]+)?"\s*$/.exec(tag)?.[1] ?? []);
  if (versions.length === 0) throw new ScimError(412, 'If-Match must hold an ETag as it was answered, such as W/"3", or *.');
  return versions.map(Number);
}

/** The one version that a write must find. Of several, the resource is asked which it has. */
export async function toExpectedVersion({ type, read }: Resource, request: Request): Promise<number | undefined> {
  const versions = readIfMatch(request.ifMatch);
  if (versions === undefined || versions.length === 1) return versions?.[0];
  const current = await read(request, request.id, { attributes: ['id'] });
  if (!current) throw notFound(type.name, request.id);
  if (!versions.includes(current.version)) throw staleVersion(type.name, request.id);
  return current.version;
}

/** Whether If-None-Match names the entity tag, compared weakly (RFC 9110 §13.1.2). */
export function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(etag.replace(/^W\//, ''));
}
