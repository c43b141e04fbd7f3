/** RFC 6749 §5.2; the last two, which the endpoint for authorizations has, are for what is nobody's request's fault (§4.1.2.1). */
type Code = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'temporarily_unavailable' | 'server_error';

/** A request refused in the words of RFC 6749 §5.2. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly status: number;
  readonly code: Code;

  constructor(status: number, code: Code, description: string) {
    super(description);
    this.status = status;
    this.code = code;
  }
}

export const invalidRequest = (description: string, status = 400) => new OAuthError(status, 'invalid_request', description);
export const invalidClient = (description: string) => new OAuthError(401, 'invalid_client', description);
export const unsupportedGrantType = () =>
  new OAuthError(400, 'unsupported_grant_type', 'Tokens are issued for the grant_type client_credentials only.');
export const tooManyRequests = () =>
  new OAuthError(
    429,
    'temporarily_unavailable',
    'Too many requests. Wait as long as Retry-After says; a token is good for its expires_in.',
  );
export const unavailable = (description: string) => new OAuthError(503, 'temporarily_unavailable', description);
export const serverError = (requestId: string) =>
  new OAuthError(500, 'server_error', `The server failed. Ask its operator about request ${requestId}.`);

export const toErrorBody = ({ code, message }: OAuthError) => ({ error: code, error_description: described(message) });

/** The characters that a description may have. */
const described = (text: string) => text.replace(/["\\’]/g, "'").replace(/[^\x20-\x7e]+/g, ' ');
