/** Every way in which the directory refuses, with what it tells a program. The set is closed: readers keep a table over it. */
export const errorCodes = {
  UNAUTHENTICATED: 'No credential was sent, or it is unknown, expired, revoked, or does not reach the connection that was asked for.',
  FORBIDDEN: 'The credential is known, but its role or its limits do not allow this.',
  NOT_FOUND: 'The resource that a mutation names does not exist, or is out of the credential’s reach.',
  ALREADY_EXISTS: 'Another resource has this userName, displayName, serial number, UDID, key or name.',
  STALE_VERSION: 'Someone else has changed the resource since expectedVersion was read: read it again.',
  UNKNOWN_MEMBER: 'An id among the members is no user or group of the connection.',
  MEMBERSHIP_CYCLE: 'The group would become a member of itself.',
  AMBIGUOUS: 'Several resources match where one was asked for.',
  IN_USE:
    'What would go is still needed: a connection with people, groups, devices or policies in it, what a policy or a profile template names, or the last key that can administer everything.',
  INVALID_INPUT: 'A value is refused; the message names it and says what to send instead.',
  INVALID_CONDITION: 'A where is refused; the message starts with the path of the offending node.',
  LIMIT_EXCEEDED: 'More was asked for at once than is allowed; the message names the limit.',
  RATE_LIMITED: 'The credential, or the address of requests without one, has asked too often: wait as long as Retry-After says.',
  IDEMPOTENCY_CONFLICT: 'The Idempotency-Key was used for another request, or the first request with it has no answer, or none yet.',
  TIMEOUT:
    'The database, or the OpenID provider whose keys a token needs, did not answer in time; or a write was given up that others were in the way of; or the whole operation took too long. The message says what to do.',
  INTERNAL: 'A fault of the server; the message carries the request id to ask about.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** A known refusal. Its message is a full sentence for people; programs read the code. */
export class DirectoryError extends Error {
  readonly code: ErrorCode;
  /** The field of the input that it is about, where it is about one. */
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string, field?: string) {
    super(message);
    this.name = 'DirectoryError';
    this.code = code;
    this.field = field;
  }
}

export type ResourceType =
  | 'User'
  | 'Group'
  | 'Connection'
  | 'ConnectionToken'
  | 'OAuthClient'
  | 'ApiKey'
  | 'Device'
  | 'AttributeDefinition'
  | 'FactDefinition'
  | 'Policy'
  | 'ProfileTemplate';

export const unauthenticated = () =>
  new DirectoryError('UNAUTHENTICATED', 'Send a valid credential in the header "Authorization: Bearer …".');
export const mistyped = () =>
  new DirectoryError('UNAUTHENTICATED', 'The credential has a typing error: its checksum is wrong. Copy it again, all of it.');
export const untrusted = () =>
  new DirectoryError('UNAUTHENTICATED', 'The token is expired, or not one that this server trusts. Sign in again, or send an API key.');
export const providerSilent = () =>
  new DirectoryError('TIMEOUT', 'The OpenID provider did not answer, so that the token could not be verified. Try again later.');
export const unknownClient = () =>
  new DirectoryError(
    'UNAUTHENTICATED',
    'The OAuth client is unknown or revoked, or what it has sent does not prove that it is this one. Check its client id, and its secret or its assertion.',
  );
export const keysSilent = () =>
  new DirectoryError(
    'TIMEOUT',
    'The keys of the OAuth client could not be had, so that its assertion could not be verified. Try again later.',
  );
export const addressUnknown = () =>
  new DirectoryError(
    'INVALID_INPUT',
    'This server does not know its own address, which an assertion must name in "aud". Ask its operator to set PUBLIC_URL, or give the client an audience.',
  );
export const outOfReach = () =>
  new DirectoryError(
    'UNAUTHENTICATED',
    'This credential does not reach the connection that was asked for. Send the connection’s own token.',
  );
export const forbidden = (what: string) => new DirectoryError('FORBIDDEN', `This credential may not ${what}.`);
export const notFound = (type: ResourceType, id: string) =>
  new DirectoryError('NOT_FOUND', `There is no ${type} with the id ${quoted(id)}.`);
export const noSuchDevice = (key: string) =>
  new DirectoryError('NOT_FOUND', `There is no Device with this ${key} in the connection, or no such connection in reach.`, key);
export const noSuchUser = (key: string) => new DirectoryError('NOT_FOUND', `There is no User with this ${key} in the connection.`, key);
export const connectionGone = () =>
  new DirectoryError('NOT_FOUND', 'There is no Connection with this id. Ask connections for those that there are.');
export const policyGone = () => new DirectoryError('NOT_FOUND', 'There is no Policy with this id. Ask policies for those that there are.');
export const alreadyExists = (what: string) =>
  new DirectoryError('ALREADY_EXISTS', `${what} Choose another, or change the one that exists.`);
export const staleVersion = (type: ResourceType, id: string) =>
  new DirectoryError('STALE_VERSION', `The ${type} ${quoted(id)} has changed since it was read. Read it again and repeat the change.`);
export const unknownMembers = (ids: readonly string[]) =>
  ids.length === 0
    ? new DirectoryError('UNKNOWN_MEMBER', 'A member was deleted meanwhile. Read the group again.')
    : new DirectoryError(
        'UNKNOWN_MEMBER',
        `No user or group of this connection has the id ${ids.slice(0, 10).map(quoted).join(', ')}${ids.length > 10 ? ` (and ${ids.length - 10} more)` : ''}. Create them first.`,
      );
export const membershipCycle = () =>
  new DirectoryError(
    'MEMBERSHIP_CYCLE',
    'The group would become a member of itself, directly or through others. Leave out the group that contains it.',
  );
export const ambiguous = (message: string, field?: string) => new DirectoryError('AMBIGUOUS', message, field);
export const nobodyToList = ({ type, id, path }: { type: 'User' | 'Device' | null; id: string; path: string }) =>
  new DirectoryError(
    'NOT_FOUND',
    `${path}: there is no ${type ?? 'User or Device'} in reach with the id ${quoted(id)}. Name one that is there.`,
    path,
  );
export const inUse = (message: string) => new DirectoryError('IN_USE', message);
const namedBy = (what: string) => (names: readonly string[]) =>
  inUse(
    `${what} name it: ${names.slice(0, 10).map(quoted).join(', ')}${names.length > 10 ? ` (and ${names.length - 10} more)` : ''}. Change or delete them first.`,
  );
export const namedByPolicies = namedBy('Policies');
export const namedByTemplates = namedBy('Profile templates');
export const invalidInput = (message: string, field?: string) => new DirectoryError('INVALID_INPUT', message, field);
export const homeless = () =>
  invalidInput('connectionId: this credential reaches several connections: name the one it goes to.', 'connectionId');
export const invalidCondition = (message: string) => new DirectoryError('INVALID_CONDITION', message);
export const limitExceeded = (message: string) => new DirectoryError('LIMIT_EXCEEDED', message);
export const factsTooLarge = () => limitExceeded('The facts of a device have at most 256 KiB together. Remove some, or report less.');
export const tooDeep = () => limitExceeded('The request is nested too deeply to be read. Send a flatter one.');
export const timeout = () => new DirectoryError('TIMEOUT', 'The database did not answer in time. Ask for less, or try again later.');
export const collision = () =>
  new DirectoryError('TIMEOUT', 'Several writes waited for each other, and this one was given up. Nothing of it was written: try again.');
export const questionTimedOut = (seconds: number) =>
  new DirectoryError('TIMEOUT', `The operation did not end within ${seconds} seconds. Ask for less, or try again later.`);
export const changeTimedOut = (seconds: number) =>
  new DirectoryError(
    'TIMEOUT',
    `The operation did not end within ${seconds} seconds, and what it had begun may still be written. Read what it was to change before sending it again.`,
  );
export const rateLimited = (seconds: number) =>
  new DirectoryError('RATE_LIMITED', `Too many requests. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then go on more slowly.`);
export const schemaHidden = () =>
  new DirectoryError(
    'FORBIDDEN',
    'This server does not tell its schema. Ask its operator to, or read the one that its version comes with.',
  );
export const keyReused = () =>
  new DirectoryError('IDEMPOTENCY_CONFLICT', 'This Idempotency-Key was used for another request. Send each request with a key of its own.');
export const keyPending = () =>
  new DirectoryError('IDEMPOTENCY_CONFLICT', 'The first request with this Idempotency-Key has no answer yet. Send it again in a second.');
export const keyUnanswered = () =>
  new DirectoryError(
    'IDEMPOTENCY_CONFLICT',
    'The first request with this Idempotency-Key ended without an answer, and whether it changed anything is not known. Read what it was to change before sending it with another key.',
  );
export const keyOfAnother = () =>
  new DirectoryError(
    'IDEMPOTENCY_CONFLICT',
    'The request with this Idempotency-Key was carried out, but its answer can be read only with the secret that it was sent with.',
  );

/** Turns "nothing was written" into its reason. */
export function refuse(reason: DirectoryError): never {
  throw reason;
}

export const quoted = (text: string) => JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
