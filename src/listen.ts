import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommonConfig } from './environment.ts';

/** Bytes for the longest ASCII filter that is answered, percent-encoded throughout; Node refuses longer headers itself, with 431. */
export const maxHeaderSize = 65_536;

/** Listens until the process is asked to end; then it answers what has been asked, and lets go of the rest. Tells the address to announce. */
export async function listen(
  app: RequestListener,
  { host, port, publicUrl }: CommonConfig,
  letGo: () => Promise<void> = async () => {},
): Promise<string> {
  const server = createServer({ maxHeaderSize }, app);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const stop = () => server.close(() => void letGo()).closeIdleConnections();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  return publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
}
