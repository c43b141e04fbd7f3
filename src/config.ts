import { z } from 'zod';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** The environment variables that Muster reads; a variable set to nothing counts as not set. */
const environment = z.object({
  PORT: z.coerce.number('must be a port number').int('must be a port number').min(0).max(65535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an address such as https://muster.example.com' }).optional(),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be an address such as postgresql://user:password@host:5432/muster' })
    .optional(),
  DATA_DIR: z.string().default('.muster'),
  MUSTER_ADMIN_KEY: z.string().min(32, 'must have 32 characters or more').regex(/^\S+$/, 'must not contain spaces').optional(),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** The address that SCIM URLs begin with, without a slash at its end; unset, the address that the request came to. */
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly adminKey: string | undefined;
  readonly logLevel: (typeof levels)[number];
}

/** Reads the environment once; a bad value stops the start with a sentence that names it, and never repeats a secret. */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n'));
  const { PORT, HOST, PUBLIC_URL, DATABASE_URL, DATA_DIR, MUSTER_ADMIN_KEY, LOG_LEVEL } = result.data;
  return {
    port: PORT,
    host: HOST,
    publicUrl: PUBLIC_URL?.replace(/\/+$/, ''),
    databaseUrl: DATABASE_URL,
    dataDir: DATA_DIR,
    adminKey: MUSTER_ADMIN_KEY,
    logLevel: LOG_LEVEL,
  };
}
