import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { type StatementName, statements } from './statements.ts';

/** The least that can stand between a client and the statements: JSON in, rows out. Started by the benchmark as a process of its own. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

type Values = readonly unknown[];

const rowsOf = async (name: StatementName, values: Values): Promise<unknown[]> =>
  (await pool.query({ name, text: statements[name], values: [...values] })).rows;

/** A PATCH reads before it writes; everything else is one statement. */
async function patch([connectionId, id, title]: Values): Promise<unknown[]> {
  const [before] = (await rowsOf('get', [connectionId, id])) as { version: number }[];
  return rowsOf('change', [connectionId, id, title, before?.version]);
}

async function bodyOf(request: IncomingMessage): Promise<Values> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '[]');
}

async function answer(path: string, values: Values): Promise<unknown[]> {
  if (path === 'nothing') return [];
  return path === 'patch' ? patch(values) : rowsOf(path as StatementName, values);
}

const server = createServer(async (request, response) => {
  try {
    const rows = await answer((request.url ?? '').slice(1), await bodyOf(request));
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(rows));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
process.once('SIGTERM', () => server.close(() => void pool.end()).closeAllConnections());
