import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Starts a server as a process of its own; it is ready when it prints its address. */
async function start(script: string, environment: Record<string, string>): Promise<RunningServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stopping = false;
  process.once('exit', () => child.kill());
  child.once('exit', (code, signal) => {
    if (!stopping) console.error(`${script} ended by itself: ${code ?? signal}.`);
  });
  const stop = async () => {
    stopping = true;
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return { url: await addressOf(child, script), stop };
}

function addressOf(child: ChildProcess, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let address = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      // What a server says once it is ready is a complaint.
      if (address) process.stderr.write(text);
      address ||= /(http:\/\/[\d.]+:\d+)\//.exec(text)?.[1] ?? '';
      if (address) resolve(address);
    });
    child.once('exit', () => reject(new Error(`${script} ended before it was ready.`)));
  });
}

export const startProduct = (databaseUrl: string, adminKey: string) =>
  start('src/main.ts', {
    DATABASE_URL: databaseUrl,
    MUSTER_ADMIN_KEY: adminKey,
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: '',
    // The bare server writes no line for each request either.
    LOG_LEVEL: 'warn',
    // One credential asks for everybody.
    RATE_LIMIT: '1000000',
    SCIM_RATE_LIMIT: '1000000',
  });

export const startBare = (databaseUrl: string) => start('bench/bareServer.ts', { DATABASE_URL: databaseUrl });
