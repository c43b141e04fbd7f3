import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

const current = new AsyncLocalStorage<string>();

/** The id of the request being answered; the log line of everything that goes wrong in it carries it. */
export const requestId = () => current.getStore() ?? 'none';

/** Ids are UUIDs. */
const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** A gateway that asks the graph for a request of its own sends the id of that, so that both logs tell of one request. */
const idOf = (sent: unknown) => (typeof sent === 'string' && isId(sent) ? sent : randomUUID());

/** Names every request, and writes one line when it is over: its route, outcome and time, and nothing about people. */
export const requests =
  (log: Logger): RequestHandler =>
  ({ method, headers }, response, next) => {
    const started = performance.now();
    const id = idOf(headers['x-request-id']);
    response.setHeader('X-Request-Id', id);
    response.once('close', () => {
      const { route = 'other', connectionId = '' } = response.locals;
      const status = response.writableFinished ? response.statusCode : 499;
      // An id and nothing else: before a credential is known, the path may hold anything.
      log.info(
        {
          requestId: id,
          ...(isId(connectionId) && { connectionId }),
          method,
          route,
          status,
          ms: Math.round(performance.now() - started),
        },
        'request',
      );
    });
    current.run(id, next);
  };

/** Errors of the database and of JSON.parse quote what they have read. */
const quotesInput = (name: string) => name.startsWith('Prisma') || name === 'SyntaxError';

/** Writes down a fault of the server. A message that may quote people's data is left out. */
export function logFault(log: Logger, error: unknown) {
  const { name, message, stack = '', code } = (error instanceof Error ? error : new Error(String(error))) as Error & { code?: string };
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  log.error({ requestId: requestId(), name, code, ...(!quotesInput(name) && { message }), frames }, 'fault');
}

/** Says which route a request took, for its log line. */
export const onRoute =
  (route: string): RequestHandler =>
  (_request, response, next) => {
    response.locals.route = route;
    next();
  };
