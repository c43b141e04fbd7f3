import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends bytes as they are, which fetch would refuse to, and gives the answer as text. It stops sending once it is answered. */
export async function rawRequest(url: string, ...parts: (string | Uint8Array)[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  await once(socket, 'connect');
  socket.on('data', (chunk) => chunks.push(chunk));
  // A server may answer and close while it is still being written to.
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const part of parts) {
    if (chunks.length > 0) break;
    await Promise.race([closed, new Promise((resolve) => socket.write(part, resolve))]);
  }
  await closed;
  return Buffer.concat(chunks).toString();
}
