import { collectionHasNoVersion, notFound, staleVersion, unwantedVersion } from '../protocol/errors.ts';
import type { Resource } from '../resources/Resource.ts';
import type { Request } from './Operation.ts';

type Conditions = Pick<Request, 'ifMatch' | 'ifNoneMatch'>;

/** What a header says of versions: any, or one of these. */
type Versions = 'any' | readonly number[];

/** Reads If-Match or If-None-Match by the versions in the tags, which are all that a write can change; tags that were never ours name none. */
export function readVersions(header: string): Versions {
  if (header.trim() === '*') return 'any';
  return header.split(',').flatMap((tag) => {
    const version = /^\s*(?:W\/)?"(\d{1,9})(?:-[\da-f]+)?"\s*$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

const conditionsOf = ({ ifMatch, ifNoneMatch }: Conditions): { wanted: Versions; unwanted: Versions } => ({
  wanted: ifMatch === undefined ? 'any' : readVersions(ifMatch),
  unwanted: ifNoneMatch === undefined ? [] : readVersions(ifNoneMatch),
});

const names = (versions: Versions, version: number) => versions === 'any' || versions.includes(version);

/** The one version that a write must find (RFC 9110 §13.1); undefined is any. Where the headers do not say one, the resource is asked which it has. */
export async function toExpectedVersion({ type, read }: Resource, request: Request): Promise<number | undefined> {
  const { wanted, unwanted } = conditionsOf(request);
  if (unwanted.length === 0 && wanted === 'any') return undefined;
  if (unwanted.length === 0 && wanted.length === 1) return Number(wanted[0]);
  const current = await read(request, request.id, { attributes: ['id'] });
  if (!current) throw notFound(type.name, request.id);
  if (!names(wanted, current.version)) throw staleVersion(type.name, request.id);
  if (names(unwanted, current.version)) throw unwantedVersion(type.name, request.id);
  return current.version;
}

/** A read of another version than If-Match names fails as a write does. */
export function requireMatch(name: string, { id, ...conditions }: Conditions & { id: string }, version: number): void {
  if (!names(conditionsOf(conditions).wanted, version)) throw staleVersion(name, id);
}

/** A collection is there, but has no entity tag: If-Match holds for * alone, and If-None-Match for all but *. */
export function requireOfCollection(conditions: Conditions): void {
  const { wanted, unwanted } = conditionsOf(conditions);
  if (wanted !== 'any' || unwanted === 'any') throw collectionHasNoVersion();
}

/** Whether If-None-Match names the entity tag, compared weakly (RFC 9110 §13.1.2). */
export function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(etag.replace(/^W\//, ''));
}
