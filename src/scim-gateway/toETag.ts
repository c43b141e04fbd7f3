import { createHash } from 'node:crypto';

/**
 * The entity tag of a version (RFC 7644 §3.14). What a representation shows of other resources changes without the version,
 * so it adds a mark of its own.
 */
export const toETag = (version: number, derived?: unknown) => `W/"${version}${derived === undefined ? '' : `-${markOf(derived)}`}"`;

const markOf = (derived: unknown) => createHash('sha256').update(JSON.stringify(derived)).digest('hex').slice(0, 12);
