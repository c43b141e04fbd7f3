import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { Execute } from '../graph.ts';
import type { Operation } from '../operations/Operation.ts';
import { methodNotAllowed, noSuchEndpoint, unauthorized } from '../protocol/errors.ts';
import { readBody } from './readBody.ts';
import { readQuery } from './readQuery.ts';
import { refusals, refusing } from './refusals.ts';
import { type Method, type Route, routes } from './routes.ts';
import { send } from './send.ts';

export interface Gateway {
  execute: Execute;
  /** What the locations of resources begin with; undefined takes it from each request's Host. */
  publicUrl: string | undefined;
  /** The id of the request being answered. */
  requestId: () => string;
  /** Is told of every fault of the gateway, with what caused it. */
  fault: (error: unknown) => void;
}

/** The SCIM door of the connections, to be mounted at `/scim/v2`. */
export function createGateway(gateway: Gateway): express.Router {
  const door = express.Router();
  door.use('/:connectionId', connectionDoor(gateway));
  door.use((request) => {
    throw noSuchEndpoint(request.path);
  });
  // Here, beside the parameter: a path that cannot be decoded is refused before any route is found.
  door.use(refusals(gateway));
  return door;
}

function connectionDoor(gateway: Gateway): express.Router {
  const router = express.Router({ mergeParams: true, caseSensitive: false, strict: false });
  router.use(requireCredential);
  for (const route of routes) router.all(route.path, answer(gateway, route));
  return router;
}

/** A request without any credential is not worth reading further. */
function requireCredential(request: Request, _response: Response, next: NextFunction) {
  if (!request.headers.authorization) throw unauthorized('Send the token of the connection in the header "Authorization: Bearer …".');
  next();
}

const answer =
  (gateway: Gateway, { path, methods }: Route): RequestHandler =>
  async (request, response) => {
    response.locals.route = path;
    response.locals.connectionId = String(request.params.connectionId);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const operation = Object.hasOwn(methods, method) ? methods[method as Method] : undefined;
    if (!operation) {
      response.setHeader('Allow', Object.keys(methods).join(', '));
      throw methodNotAllowed(request.method, request.path);
    }
    send(response, await operation(await understand(gateway, request, response)));
  };

const writes = new Set(['POST', 'PUT', 'PATCH']);

async function understand(gateway: Gateway, request: Request, response: Response): Promise<Parameters<Operation>[0]> {
  const { execute, publicUrl, requestId } = gateway;
  const caller = {
    authorization: request.headers.authorization,
    connectionId: String(request.params.connectionId),
    requestId: requestId(),
  };
  const query = readQuery(request.url);
  return {
    caller,
    graph: (document, variables) => execute(document, variables, caller),
    baseUrl: `${publicUrl?.replace(/\/+$/, '') ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`}${request.baseUrl}`,
    id: String(request.params.id ?? ''),
    query,
    body: writes.has(request.method) ? await readBody(request, response) : undefined,
    ifMatch: request.headers['if-match'],
    ifNoneMatch: request.headers['if-none-match'],
    refusal: refusing(gateway),
  };
}
