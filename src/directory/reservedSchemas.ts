/**
 * Schemas that have a meaning of their own over SCIM: what the standard describes (RFC 7643 §10.3, RFC 7644 §8.2) but for others' extensions, what the
 * enterprise and core schemas were called before it, and Muster's own.
 */
const reserved = [/^urn:ietf:params:scim:(?!schemas:extension:(?!enterprise:))/i, /^urn:scim:schemas:/i, /^urn:muster:params:scim:/i];

export const isReservedSchema = (urn: string): boolean => reserved.some((pattern) => pattern.test(urn));
