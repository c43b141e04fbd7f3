import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Execute } from '#scim-gateway/graph.ts';
import { createReporter } from '#scim-gateway/habits/createReporter.ts';
import { createGateway } from '#scim-gateway/http/createGateway.ts';
import { send } from '#scim-gateway/http/send.ts';
import { createAuthorizationServer } from '#scim-gateway/oauth/createAuthorizationServer.ts';
import { ScimError, toErrorBody } from '#scim-gateway/protocol/errors.ts';
import { logFault, requestId, requests } from './requests.ts';

/** What is asked of SCIM clients, and when it is told of them; each is usually as it is when nothing is said. */
export interface ScimLimits {
  /** How many requests a second a connection may make, on the average of ten seconds. */
  readonly scimRateLimit?: number | undefined;
  /** After how many milliseconds habits that were seen are reported. */
  readonly reportEvery?: number | undefined;
}

export interface FrontOptions extends ScimLimits {
  readonly log: Logger;
  /** The address that SCIM URLs begin with; unset, the address that each request came to. */
  readonly publicUrl?: string | undefined;
  /** How the gateway asks the graph. */
  readonly execute: Execute;
  /** What cannot be asked at the moment, as a sentence; undefined when all can. */
  readonly unready: () => Promise<string | undefined>;
  /** Where a stranger is sent. */
  readonly signpost: string;
  /** What else is answered. */
  readonly beside?: (app: Express) => void;
}

/** What answers requests. */
export interface Front extends Express {
  /** Reports what is still to be said; to be waited for before the graph goes. */
  settle(): Promise<void>;
}

/** What every process answers: the SCIM gateway, and two probes; `npm start` answers the graph beside them. */
export function createFront(options: FrontOptions): Front {
  const { log, publicUrl, execute, unready, signpost, beside, scimRateLimit = 500, reportEvery = 5000 } = options;
  const app = express();
  app.disable('x-powered-by');
  const fault = (error: unknown) => logFault(log, error);

  app.use(requests(log), requireHost);
  app.get('/healthz', (_request, response) => void response.json({ status: 'alive' }));
  app.get('/readyz', async (_request, response) => {
    const reason = await unready();
    response.status(reason === undefined ? 200 : 503).json({ status: reason ?? 'ready' });
  });

  const reporter = createReporter({ execute, every: reportEvery, fault });
  const gateway = { execute, publicUrl, rateLimit: scimRateLimit, reporter, requestId, fault };
  app.use('/scim/v2', createGateway(gateway));
  app.use(createAuthorizationServer(gateway));
  beside?.(app);
  app.use((_request, response) => void response.status(404).json({ error: `There is nothing here. ${signpost}` }));
  app.use(unreadable);
  return Object.assign(app, { settle: reporter.settle });
}

/** URLs of resources, and Yoga's reading of a request, are made from the Host header. */
const requireHost: RequestHandler = ({ path, headers: { host = '' } }, response, next) => {
  if (isHost(host)) return next();
  const refusal = new ScimError(400, 'The Host header is no host.');
  if (isScim(path)) void send(response, { status: refusal.status, body: toErrorBody(refusal) });
  else response.status(refusal.status).json({ error: refusal.message });
};

const isScim = (path: string) => /^\/scim\/v2(\/|$)/i.test(path);

/** A host with a port, perhaps; not what a URL has before or after it. */
const isHost = (host: string) => !/[/?#@\\]/.test(host) && URL.canParse(`http://${host}`);

/** What Express cannot read of a request; its own page would show where the code lies. */
const unreadable: ErrorRequestHandler = (error, _request, response, next) =>
  response.headersSent ? next(error) : void response.status(400).json({ error: 'The request cannot be read.' });
