/** The entity tag of a version (RFC 7644 §3.14). */
export const toETag = (version: number) => `W/"${version}"`;
