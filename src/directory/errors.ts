/** Every way in which the directory refuses, with what it tells a program. The set is closed: readers keep a table over it. */
export const errorCodes = {
  UNAUTHENTICATED: 'No credential was sent, or it is unknown, expired, revoked, or does not reach the connection that was asked for.',
  FORBIDDEN: 'The credential is known, but its role or its limits do not allow this.',
  NOT_FOUND: 'The resource that a mutation names does not exist, or is out of the credential’s reach.',
  ALREADY_EXISTS: 'Another resource has this userName, displayName, serial number, UDID or key.',
  STALE_VERSION: 'Someone else has changed the resource since expectedVersion was read: read it again.',
  UNKNOWN_MEMBER: 'An id among the members is no user or group of the connection.',
  MEMBERSHIP_CYCLE: 'The group would become a member of itself.',
  AMBIGUOUS: 'Several resources match where one was asked for.',
  IN_USE: 'What would go is still needed: a connection with people or groups in it, or the last key that can administer everything.',
  INVALID_INPUT: 'A value is refused; the message names it and says what to send instead.',
  INVALID_CONDITION: 'A where is refused; the message starts with the path of the offending node.',
  LIMIT_EXCEEDED: 'More was asked for at once than is allowed; the message names the limit.',
  RATE_LIMITED: 'The credential has asked too often: wait as long as Retry-After says.',
  IDEMPOTENCY_CONFLICT: 'The Idempotency-Key was used for another request, or the first request with it has no answer yet.',
  TIMEOUT: 'The database did not answer in time, or gave up a write that others were in the way of. Try again.',
  INTERNAL: 'A fault of the server; the message carries the request id to ask about.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** A known refusal. Its message is a full sentence for people; programs read the code. */
export class DirectoryError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'DirectoryError';
    this.code = code;
  }
}

export type ResourceType = 'User' | 'Group' | 'Connection' | 'ApiKey' | 'Device' | 'AttributeDefinition' | 'FactDefinition';

export const unauthenticated = () =>
  new DirectoryError('UNAUTHENTICATED', 'Send a valid credential in the header "Authorization: Bearer …".');
export const outOfReach = () =>
  new DirectoryError(
    'UNAUTHENTICATED',
    'This credential does not reach the connection that was asked for. Send the connection’s own token.',
  );
export const forbidden = (what: string) => new DirectoryError('FORBIDDEN', `This credential may not ${what}.`);
export const notFound = (type: ResourceType, id: string) =>
  new DirectoryError('NOT_FOUND', `There is no ${type} with the id ${quoted(id)}.`);
export const connectionGone = () =>
  new DirectoryError('NOT_FOUND', 'There is no Connection with this id. Ask connections for those that there are.');
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
export const ambiguous = (message: string) => new DirectoryError('AMBIGUOUS', message);
export const inUse = (message: string) => new DirectoryError('IN_USE', message);
export const invalidInput = (message: string) => new DirectoryError('INVALID_INPUT', message);
export const invalidCondition = (message: string) => new DirectoryError('INVALID_CONDITION', message);
export const limitExceeded = (message: string) => new DirectoryError('LIMIT_EXCEEDED', message);
export const tooDeep = () => limitExceeded('The request is nested too deeply to be read. Send a flatter one.');
export const timeout = () => new DirectoryError('TIMEOUT', 'The database did not answer in time. Ask for less, or try again later.');
export const collision = () =>
  new DirectoryError('TIMEOUT', 'Several writes waited for each other, and this one was given up. Nothing of it was written: try again.');

/** Turns "nothing was written" into its reason. */
export function refuse(reason: DirectoryError): never {
  throw reason;
}

const quoted = (text: string) => JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
