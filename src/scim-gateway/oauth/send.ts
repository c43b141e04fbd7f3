import type { Response } from 'express';

/** Express would add an entity tag, which is a hash of what is told. */
export const send = (response: Response, status: number, body: object): void =>
  void response.status(status).type('json').end(JSON.stringify(body));
