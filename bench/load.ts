import { Agent, request as send } from 'node:http';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The only status that counts. */
  readonly status: number;
}

/** What was measured: one latency for each answer, over so many seconds. */
export interface Measurement {
  readonly seconds: number;
  /** Milliseconds. */
  readonly latencies: readonly number[];
}

/** Asks one server by so many clients at once, each with one request at a time over a connection that it keeps. */
export async function load(url: string, next: () => HttpRequest, clients: number, seconds: number): Promise<Measurement> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const { hostname, port } = new URL(url);
  const started = performance.now();
  const end = started + seconds * 1000;
  const latencies: number[] = [];
  const client = async () => {
    for (let begun = performance.now(); begun < end; ) {
      await exchange(agent, hostname, port, next());
      const now = performance.now();
      latencies.push(now - begun);
      begun = now;
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
    return { seconds: (performance.now() - started) / 1000, latencies };
  } finally {
    agent.destroy();
  }
}

function exchange(agent: Agent, hostname: string, port: string, { method, path, headers, body, status }: HttpRequest): Promise<void> {
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const request = send({
      agent,
      hostname,
      port,
      method,
      path,
      headers: { ...headers, ...(bytes && { 'Content-Length': bytes.length }) },
    });
    const failed = (error: Error) => reject(new Error(`${method} ${path}: ${error.message}`));
    request.once('error', failed);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', failed);
      response.once('end', () => {
        if (response.statusCode === status) resolve();
        else reject(new Error(`${method} ${path}: ${response.statusCode} instead of ${status}. ${Buffer.concat(chunks)}`));
      });
    });
    request.end(bytes);
  });
}

/** Several measurements of one thing, as one. */
export const together = (measurements: readonly Measurement[]): Measurement => ({
  seconds: measurements.reduce((sum, { seconds }) => sum + seconds, 0),
  latencies: measurements.flatMap(({ latencies }) => latencies),
});
