import { once } from 'node:events';
import { connect } from 'node:net';

/** The longest that any request may take. */
const patience = 10_000;

/** Sends bytes, says no more, and gives all that is answered until the server closes; fails if it does not. */
export async function sendBytes(url: string, bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // A server may close on what it cannot read while it is still being written to.
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  socket.end(bytes);
  const hung = setTimeout(() => socket.destroy(), patience);
  const start = performance.now();
  await closed;
  clearTimeout(hung);
  if (performance.now() - start >= patience) throw new Error(`No answer in ${patience} ms.`);
  return Buffer.concat(chunks).toString('latin1');
}

/** The statuses of the answers to a request, of which there may be more than one, or none, when its bytes were wrong. */
export const statusesIn = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) [A-Z]/g)].map(([, status]) => Number(status));
