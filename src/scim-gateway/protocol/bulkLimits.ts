/** The most operations of one bulk request (RFC 7644 §3.7.4). */
export const maxBulkOperations = 1000;

/** The most bytes of any body. Room for a PUT of a group with 10,000 members, several times over. */
export const maxPayloadSize = 5 * 1024 * 1024;
