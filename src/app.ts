import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { createServer, type GraphLimits } from '#graph/createServer.ts';
import { executeInProcess } from '#graph/executeInProcess.ts';
import { createVerifier } from '#oidc/createVerifier.ts';
import type { OidcSettings } from '#oidc/settings.ts';
import type { Database } from '#prisma/openDatabase.ts';
import { type Execute, GraphRefusal } from '#scim-gateway/graph.ts';
import { createGateway } from '#scim-gateway/http/createGateway.ts';
import { logFault, onRoute, requestId, requests } from './requests.ts';

export interface AppOptions extends GraphLimits {
  readonly database: Database;
  readonly log: Logger;
  /** The address that SCIM URLs begin with; unset, the address that each request came to. */
  readonly publicUrl?: string | undefined;
  /** The OpenID provider whose tokens /graphql believes; unset, it believes none. */
  readonly oidc?: OidcSettings | undefined;
}

/** The rooms put together: the graph on /graphql, the SCIM gateway in front of it, and two probes. */
export function createApp({ database, log, publicUrl, oidc, ...limits }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  const fault = (error: unknown) => logFault(log, error);

  app.use(requests(log), requireHost);
  app.get('/healthz', (_request, response) => void response.json({ status: 'alive' }));
  app.get('/readyz', async (_request, response) => {
    const ready = await isReady(database);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'the database does not answer' });
  });

  const execute: Execute = async (document, variables, { authorization, connectionId, requestId: id }) => {
    const caller = { authorization, connectionId, publicUrl: publicUrl ?? '' };
    return dataOf(await executeInProcess(database.db, document, variables as object, caller, id, fault));
  };
  app.use('/scim/v2', createGateway({ execute, publicUrl, requestId, fault }));

  const verifyToken = oidc && createVerifier(oidc, fault);
  const graph = createServer({ db: database.db, publicUrl, verifyToken, requestId, fault, ...limits });
  app.use(graph.graphqlEndpoint, onRoute(graph.graphqlEndpoint), graph as never);
  app.use(
    (_request, response) =>
      void response.status(404).json({ error: 'There is nothing here. The API is at /graphql, SCIM at /scim/v2/{connectionId}.' }),
  );
  app.use(unreadable);
  return app;
}

/** URLs of resources, and Yoga's reading of a request, are made from the Host header. */
const requireHost: RequestHandler = ({ headers: { host = '' } }, response, next) =>
  isHost(host) ? next() : void response.status(400).json({ error: 'The Host header is no host.' });

/** A host with a port, perhaps; not what a URL has before or after it. */
const isHost = (host: string) => !/[/?#@\\]/.test(host) && URL.canParse(`http://${host}`);

/** What Express cannot read of a request; its own page would show where the code lies. */
const unreadable: ErrorRequestHandler = (error, _request, response, next) =>
  response.headersSent ? next(error) : void response.status(400).json({ error: 'The request cannot be read.' });

/** The gateway's reading of an answer; the document that asked for it says which type its data has. */
function dataOf<Data>(answer: Awaited<ReturnType<typeof executeInProcess>>): Data {
  if ('error' in answer) throw new GraphRefusal(answer.error.extensions.code as GraphRefusal['code'], answer.error.message);
  return answer.data as Data;
}

const isReady = ({ pool }: Database) =>
  pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
