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
  const { child, exited, said } = launch({ MUSTER_ADMIN_KEY: adminKey, ...environment });
  const url = await Promise.race([
    ready(child, said),
    exited.then(({ code, signal, output }) => Promise.reject(new Error(`Muster has ended with ${code ?? signal}:\n${output}`))),
  ]);
  const ask = asking(url, adminKey);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return {
    url,
    adminKey,
    ask,
    story: storyOf(ask),
    pid: child.pid,
    /** All that the process has written. */
    said,
    /** Ends it as a power cut would. */
    kill: () => end('SIGKILL'),
    /** Asks it to end. */
    stop: () => end('SIGTERM'),
  };
}

/** Starts Muster where it is to refuse: resolves when it has ended. */
export const runServer = (environment: Record<string, string>): Promise<Exit> => launch(environment).exited;

function launch(environment: Record<string, string>) {
  const { TEST_DATABASE_URL: _, DATABASE_URL: __, ...inherited } = process.env;
  const child: Process = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: root,
    env: { ...inherited, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', RATE_LIMIT: '1000000', ...environment },
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
    const url = /Muster is ready\.[\s\S]*?(http:\/\/\S+)\/graphql[\s\S]*\n/.exec(said())?.[1];
    if (url) return url;
    await once(child.stdout, 'data');
  }
}
