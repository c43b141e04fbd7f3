/** RFC 7644 §3.12, table 9, and RFC 9865 §2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** A request refused in the words of RFC 7644 §3.12. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly scimType?: ScimType;

  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

const badRequest = (scimType: ScimType) => (detail: string) => new ScimError(400, detail, scimType);

export const expiredCursor = badRequest('expiredCursor');
export const invalidCount = badRequest('invalidCount');
export const invalidCursor = badRequest('invalidCursor');
export const invalidFilter = badRequest('invalidFilter');
export const invalidPath = badRequest('invalidPath');
export const invalidSyntax = badRequest('invalidSyntax');
export const invalidValue = badRequest('invalidValue');
export const invalidVersion = badRequest('invalidVers');
export const mutability = badRequest('mutability');
export const noTarget = badRequest('noTarget');
export const tooMany = badRequest('tooMany');

export const sentTwice = (name: string) => invalidValue(`${quoted(name)} is there twice, in two spellings. Send it once.`);
export const uniqueness = (detail: string) => new ScimError(409, detail, 'uniqueness');
export const conflict = (detail: string) => new ScimError(409, detail);
export const unauthorized = (detail: string) => new ScimError(401, detail);
export const forbidden = (detail: string) => new ScimError(403, detail);
export const notFound = (resourceType: string, id: string) => new ScimError(404, `There is no ${resourceType} with the id ${quoted(id)}.`);
export const noSuchEndpoint = (path: string) => new ScimError(404, `There is nothing at ${shortened(path)}.`);
export const methodNotAllowed = (method: string, path: string, why = '') =>
  new ScimError(405, `${method} is not possible on ${shortened(path)}. ${why}`.trimEnd());
export const staleVersion = (resourceType: string, id: string) =>
  new ScimError(412, `${resourceType} ${quoted(id)} is not in a version that If-Match names; read it again.`);
export const repeatedBulkId = (bulkId: string) => invalidValue(`Two operations have the bulkId ${quoted(bulkId)}. Nothing was written.`);
export const unknownBulkId = (bulkId: string) => invalidValue(`No POST of this request has the bulkId ${quoted(bulkId)}.`);
/** RFC 7644 §3.7.1 has no other status for a reference that cannot be resolved; 412 would ask the client to read the version again. */
export const failedBulkId = (bulkId: string) => conflict(`The POST with the bulkId ${quoted(bulkId)}, which is named here, has failed.`);
export const incomplete = (resourceType: string, id: string, attributes: string, reason: string) =>
  conflict(
    `${resourceType} ${quoted(id)} was created, but without those in ${quoted(attributes)} that name each other in a circle: ${reason}`,
  );
export const unwantedVersion = (resourceType: string, id: string) =>
  new ScimError(412, `${resourceType} ${quoted(id)} is there in a version that If-None-Match rules out.`);
export const collectionHasNoVersion = () =>
  new ScimError(412, 'A collection has no entity tag, and what is created has none yet: send neither If-Match nor If-None-Match.');
export const goneMeanwhile = (resourceType: string, id: string) =>
  new ScimError(503, `${resourceType} ${quoted(id)} was deleted while it was listed. Ask for the page again.`);
export const payloadTooLarge = (detail: string) => new ScimError(413, detail);
export const unsupportedMediaType = (detail: string) => new ScimError(415, detail);
export const unavailable = () =>
  new ScimError(
    503,
    'The directory did not answer, so that it is not known whether anything was changed. Send the request again in a moment.',
  );
export const tooManyRequests = (seconds: number) =>
  new ScimError(429, `Too many requests. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then go on more slowly.`);
/** RFC 7644 §3.11. */
export const nobodyIsMe = () =>
  new ScimError(
    501,
    '/Me is not supported (RFC 7644 §3.11): a token belongs to a connection, and a key to a service, so that neither is a person. Ask for /Users/{id}; an id is found by /Users?filter=userName eq "…".',
  );

/** What a client has sent is repeated in part only. */
const shortened = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
const quoted = (text: string) => JSON.stringify(shortened(text));

export interface ErrorBody {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'];
  status: string;
  scimType?: ScimType;
  detail: string;
}

export const toErrorBody = ({ status, scimType, message }: ScimError): ErrorBody => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: String(status),
  ...(scimType && { scimType }),
  detail: message,
});
