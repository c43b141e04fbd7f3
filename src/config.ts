import { z } from 'zod';
import { isMistyped, isWebToken } from '#directory/secrets.ts';
import { type OidcSettings, oidcVariables, refuseHalf, toOidcSettings } from '#oidc/settings.ts';

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
  MUSTER_ADMIN_KEY: z
    .string()
    .min(32, 'must have 32 characters or more')
    .regex(/^\S+$/, 'must not contain spaces')
    .refine((key) => !isMistyped(key), 'has a typing error: its checksum is wrong')
    .refine((key) => !isWebToken(key), 'must not be a JSON Web Token')
    .optional(),
  RATE_LIMIT: z.coerce
    .number('must be a number of requests')
    .int('must be a whole number of requests')
    .min(1, 'must be 1 or more')
    .max(1_000_000_000, 'must be 1,000,000,000 or less')
    .optional(),
  INTROSPECTION: z.enum(['on', 'off'], 'must be on or off').default('on'),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
  ...oidcVariables,
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** The address that SCIM URLs begin with, without a slash at its end; unset, the address that the request came to. */
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly adminKey: string | undefined;
  /** How many requests to /graphql one credential may make in ten seconds; unset, as many as usual. */
  readonly rateLimit: number | undefined;
  /** Whether /graphql tells its schema. */
  readonly introspection: boolean;
  readonly logLevel: (typeof levels)[number];
  /** The OpenID provider that frontends sign in with, if there is one. */
  readonly oidc: OidcSettings | undefined;
}

/** Reads the environment once; a bad value stops the start with a sentence that names it, and never repeats a secret. */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.superRefine(refuseHalf).safeParse(given);
  if (!result.success) throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n'));
  const { PORT, HOST, PUBLIC_URL, DATABASE_URL, DATA_DIR, MUSTER_ADMIN_KEY, RATE_LIMIT, INTROSPECTION, LOG_LEVEL } = result.data;
  return {
    port: PORT,
    host: HOST,
    publicUrl: PUBLIC_URL?.replace(/\/+$/, ''),
    databaseUrl: DATABASE_URL,
    dataDir: DATA_DIR,
    adminKey: MUSTER_ADMIN_KEY,
    rateLimit: RATE_LIMIT,
    introspection: INTROSPECTION === 'on',
    logLevel: LOG_LEVEL,
    oidc: toOidcSettings(result.data),
  };
}
