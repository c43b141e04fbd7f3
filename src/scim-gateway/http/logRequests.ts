import type { NextFunction, Request, Response } from 'express';

/** What of a pino logger is needed. */
export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Writes one line for each request: its route and outcome, and nothing about people. */
export const logRequests = (log: Log) => (request: Request, response: Response, next: NextFunction) => {
  const started = performance.now();
  response.once('close', () => {
    const { requestId, route = 'unknown' } = response.locals;
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const status = response.writableFinished ? response.statusCode : 499;
    log.info({ requestId, method: request.method, route, status, ms }, 'scim request');
  });
  next();
};
