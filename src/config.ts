import { z } from 'zod';
import { isMistyped, isWebToken } from '#directory/secrets.ts';
import { type OidcSettings, oidcVariables, refuseHalf, toOidcSettings } from '#oidc/settings.ts';
import { type CommonConfig, commonVariables, readEnvironment, toCommonConfig } from './environment.ts';

/** The environment variables that `npm start` reads. */
const environment = z.object({
  ...commonVariables,
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
  ...oidcVariables,
});

export interface Config extends CommonConfig {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly adminKey: string | undefined;
  /** How many requests to /graphql one credential may make in ten seconds; unset, as many as usual. */
  readonly rateLimit: number | undefined;
  /** Whether /graphql tells its schema. */
  readonly introspection: boolean;
  /** The OpenID provider that frontends sign in with, if there is one. */
  readonly oidc: OidcSettings | undefined;
}

export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const read = readEnvironment(environment.superRefine(refuseHalf), variables);
  return {
    ...toCommonConfig(read),
    databaseUrl: read.DATABASE_URL,
    dataDir: read.DATA_DIR,
    adminKey: read.MUSTER_ADMIN_KEY,
    rateLimit: read.RATE_LIMIT,
    introspection: read.INTROSPECTION === 'on',
    oidc: toOidcSettings(read),
  };
}
