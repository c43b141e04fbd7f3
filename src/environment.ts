import { z } from 'zod';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

export const httpAddress = (example: string) => z.url({ protocol: /^https?$/, error: `must be an address such as ${example}` });

/** The environment variables that every process reads. */
export const commonVariables = {
  PORT: z.coerce.number('must be a port number').int('must be a port number').min(0).max(65535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: httpAddress('https://muster.example.com').optional(),
  SCIM_RATE_LIMIT: z.coerce
    .number('must be a number of requests a second')
    .int('must be a whole number of requests a second')
    .min(25, 'must be 25 or more: Microsoft Entra ID asks for 25 requests a second')
    .max(1_000_000, 'must be 1,000,000 or less')
    .optional(),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
};

export interface CommonConfig {
  readonly port: number;
  readonly host: string;
  /** The address that SCIM URLs begin with, without a slash at its end; unset, the address that the request came to. */
  readonly publicUrl: string | undefined;
  /** How many SCIM requests a second a connection may make, on the average of ten seconds; unset, as many as usual. */
  readonly scimRateLimit: number | undefined;
  readonly logLevel: (typeof levels)[number];
}

type CommonVariables = z.infer<z.ZodObject<typeof commonVariables>>;

export const toCommonConfig = ({ PORT, HOST, PUBLIC_URL, SCIM_RATE_LIMIT, LOG_LEVEL }: CommonVariables): CommonConfig => ({
  port: PORT,
  host: HOST,
  publicUrl: PUBLIC_URL && withoutSlash(PUBLIC_URL),
  scimRateLimit: SCIM_RATE_LIMIT,
  logLevel: LOG_LEVEL,
});

const withoutSlash = (address: string) => address.replace(/\/+$/, '');

/**
 * Reads the environment once; a bad value stops the start with a sentence that names it, and never repeats a secret. A variable set to nothing counts
 * as not set.
 */
export function readEnvironment<Read>(environment: z.ZodType<Read>, variables: NodeJS.ProcessEnv): Read {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n'));
  return result.data;
}
