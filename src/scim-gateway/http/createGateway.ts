import express, { type Request, type RequestHandler, type Response } from 'express';
import type { ConnectionCaller, Execute } from '../graph.ts';
import type { Reporter } from '../habits/createReporter.ts';
import type { Sighting } from '../habits/Sighting.ts';
import type { Operation } from '../operations/Operation.ts';
import { methodNotAllowed, noSuchEndpoint, unauthorized } from '../protocol/errors.ts';
import { rememberDeclared } from '../resources/readDeclared.ts';
import { limitRate } from './limitRate.ts';
import { readBody } from './readBody.ts';
import { readQuery } from './readQuery.ts';
import { refusals, refusing } from './refusals.ts';
import { type Method, type Route, routes } from './routes.ts';
import { send } from './send.ts';

export interface Gateway {
  execute: Execute;
  /** What the locations of resources begin with; undefined takes it from each request's Host. */
  publicUrl: string | undefined;
  /** How many requests a second a connection may make, on the average of ten seconds. */
  rateLimit: number;
  /** Takes another look at what has been served. */
  reporter: Reporter;
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
  const { execute, rateLimit, requestId } = gateway;
  const limited = limitRate({ perSecond: rateLimit, execute, callerOf: (request) => callerOf(request, requestId()) });
  const declaredTo = rememberDeclared(execute);
  for (const route of routes) router.all(route.path, named(route), limited, answer(gateway, route, declaredTo));
  // Strangers are not told either what is not there.
  router.use(limited);
  return router;
}

/** What the log names a request by, whatever comes of it. */
const named =
  ({ path }: Route): RequestHandler =>
  (request, response, next) => {
    response.locals.route = path;
    response.locals.connectionId = String(request.params.connectionId);
    next();
  };

/** A request without any credential is not worth reading further; neither is one of a person, whose tokens the graph may believe. */
function callerOf({ headers: { authorization }, params }: Request, requestId: string): ConnectionCaller {
  if (!authorization) throw unauthorized('Send the token of the connection in the header "Authorization: Bearer …".');
  if (isWebToken(authorization)) throw unauthorized('SCIM takes no JSON Web Token. Send the token of the connection.');
  return { authorization, connectionId: String(params.connectionId), requestId };
}

/** Three parts, of which the first begins as a JSON object does (RFC 7519). */
const isWebToken = (authorization: string) => /^Bearer +eyJ[\w-]*\.[\w-]+\.[\w-]*\s*$/i.test(authorization);

const answer =
  (gateway: Gateway, { methods, readOnly }: Route, declaredTo: DeclaredTo): RequestHandler =>
  async (request, response) => {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const operation = Object.hasOwn(methods, method) ? methods[method as Method] : undefined;
    if (!operation) {
      response.setHeader('Allow', Object.keys(methods).join(', '));
      throw methodNotAllowed(request.method, request.path, readOnly);
    }
    const caller = callerOf(request, gateway.requestId());
    const served: Sighting[][] = [];
    const understood = await understand(gateway, caller, request, response);
    const answered = await operation({
      ...understood,
      declared: () => declaredTo(caller),
      served: (...sightings) => void served.push(sightings),
    });
    response.once('finish', () => gateway.reporter.see(caller, served));
    await send(response, answered);
  };

/** Is aborted when the client has gone before it was answered. */
function signalOf(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => response.writableFinished || gone.abort());
  return gone.signal;
}

type DeclaredTo = ReturnType<typeof rememberDeclared>;

type Understood = Omit<Parameters<Operation>[0], 'declared' | 'served'>;

const writes = new Set(['POST', 'PUT', 'PATCH']);

async function understand(gateway: Gateway, caller: ConnectionCaller, request: Request, response: Response): Promise<Understood> {
  const { execute, publicUrl } = gateway;
  const query = readQuery(request.url);
  const signal = signalOf(response);
  return {
    caller,
    graph: (document, variables) => execute(document, variables, { ...caller, signal }),
    baseUrl: `${publicUrl?.replace(/\/+$/, '') ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`}${request.baseUrl}`,
    id: String(request.params.id ?? ''),
    query,
    body: writes.has(request.method) ? await readBody(request, response) : undefined,
    ifMatch: request.headers['if-match'],
    ifNoneMatch: request.headers['if-none-match'],
    refusal: refusing(gateway),
  };
}
