import express, { type Request, type RequestHandler, type Response } from 'express';
import { IssueAccessTokenDocument } from '../documents/generated.ts';
import { given } from '../graph.ts';
import type { Gateway } from '../http/createGateway.ts';
import { invalidRequest } from './errors.ts';
import { limitAddress } from './limitAddress.ts';
import { metadataOf, metadataPath, scope, tokenPath } from './metadata.ts';
import { readTokenRequest } from './readTokenRequest.ts';
import { refusals } from './refusals.ts';
import { send } from './send.ts';

/** The door at which clients get access tokens (RFC 6749 §3.2), and what is told of it (RFC 8414); to be mounted at the root. */
export function createAuthorizationServer(gateway: Gateway): express.Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.all(tokenPath, named(tokenPath), onlyBy('POST'), limitAddress(), issue(gateway));
  // The path of an issuer that has one stands behind (RFC 8414 §3.1).
  router.all([metadataPath, `${metadataPath}/{*issuer}`], named(metadataPath), onlyBy('GET', 'HEAD'), describe(gateway));
  router.use(refusals(gateway));
  return router;
}

/** The route's name for the log: the address may hold what is none of its business. */
const named =
  (route: string): RequestHandler =>
  (_request, response, next) => {
    response.locals.route = route;
    next();
  };

const onlyBy =
  (...methods: string[]): RequestHandler =>
  ({ method }, response, next) => {
    if (methods.includes(method)) return next();
    response.setHeader('Allow', methods.join(', '));
    throw invalidRequest(`${method} is not possible here. Send ${methods[0]}.`, 405);
  };

/** An assertion has at most 16,384 characters; nothing else that is sent is long. */
const receive = express.raw({ type: () => true, limit: 32_768, inflate: false });

const issue =
  ({ execute, requestId }: Gateway): RequestHandler =>
  async (request, response) => {
    // Nobody keeps an answer, whether it tells of a token or of a refusal (RFC 6749 §5.1).
    response.setHeader('Cache-Control', 'no-store').setHeader('Pragma', 'no-cache');
    const input = readTokenRequest(await readForm(request, response), request.headers.authorization);
    const stranger = { authorization: undefined, requestId: requestId() };
    const { issueAccessToken } = await execute(IssueAccessTokenDocument, { input }, stranger);
    const { accessToken, expiresIn } = given(issueAccessToken);
    send(response, 200, { access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn, scope });
  };

async function readForm(request: Request, response: Response): Promise<string> {
  if (!request.is('application/x-www-form-urlencoded')) throw invalidRequest('Send the body as application/x-www-form-urlencoded.');
  await new Promise<void>((resolve, reject) => receive(request, response, (error) => (error ? reject(error) : resolve())));
  return Buffer.from(request.body).toString('utf8');
}

const describe =
  ({ publicUrl }: Gateway): RequestHandler =>
  ({ protocol, headers: { host = 'localhost' } }, response) =>
    send(response, 200, metadataOf(publicUrl ?? `${protocol}://${host}`));
