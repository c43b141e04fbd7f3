import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { asking } from './graph.ts';
import { storyOf } from './story.ts';

type Process = ChildProcessByStdio<null, Readable, Readable>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const running = new Set<Process>();

// No server outlives the tests, however they end.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const secret = 'an-admin-key-for-tests-of-more-than-32-characters';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

/** A Muster process of its own, started as `npm start` starts it. */
export type Server = Awaited<ReturnType<typeof startServer>>;

/** Starts Muster with this environment and waits until it says that it is ready; fails with what it said when it ends before. */
export async function startServer(environment: Record<string, string>, adminKey = secret) {
  const server = await started(launch('src/main.ts', { MUSTER_ADMIN_KEY: adminKey, ...environment }));
  const ask = asking(server.url, adminKey);
  return { ...server, adminKey, ask, story: storyOf(ask) };
}

/** A SCIM gateway as a process of its own, started as `npm run gateway` starts it. */
export type GatewayProcess = Awaited<ReturnType<typeof startGatewayProcess>>;

export const startGatewayProcess = (graphUrl: string, environment: Record<string, string> = {}) =>
  started(launch('src/gateway.ts', { GRAPH_URL: graphUrl, ...environment }));

/** Starts Muster where it is to refuse: resolves when it has ended. */
export const runServer = (environment: Record<string, string>): Promise<Exit> => launch('src/main.ts', environment).exited;

/** Starts a gateway where it is to refuse: resolves when it has ended. */
export const runGatewayProcess = (environment: Record<string, string>): Promise<Exit> => launch('src/gateway.ts', environment).exited;

async function started({ child, exited, said }: ReturnType<typeof launch>) {
  const url = await Promise.race([
    ready(child, said),
    exited.then(({ code, signal, output }) => Promise.reject(new Error(`It has ended with ${code ?? signal}:\n${output}`))),
  ]);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return {
    url,
    pid: child.pid,
    /** All that the process has written. */
    said,
    /** Ends it as a power cut would. */
    kill: () => end('SIGKILL'),
    /** Asks it to end. */
    stop: () => end('SIGTERM'),
  };
}

function launch(file: string, environment: Record<string, string>) {
  const { TEST_DATABASE_URL: _, DATABASE_URL: __, ...inherited } = process.env;
  const child: Process = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: root,
    env: {
      ...inherited,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'info',
      RATE_LIMIT: '1000000',
      SCIM_RATE_LIMIT: '1000000',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = once(child, 'close').then(([code, signal]): Exit => {
    running.delete(child);
    return { code, signal, output };
  });
  return { child, exited, said: () => output };
}

async function ready(child: Process, said: () => string): Promise<string> {
  for (;;) {
    const url = / is ready\.[\s\S]*?(https?:\/\/\S+)\/scim\/v2[\s\S]*\n/.exec(said())?.[1];
    if (url) return url;
    await once(child.stdout, 'data');
  }
}
