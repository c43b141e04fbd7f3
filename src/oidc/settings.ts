import { z } from 'zod';
import { keyRoles } from '#directory/apiKeys.ts';
import { believable } from '#directory/believable.ts';

type KeyRole = (typeof keyRoles)[number];

/** The OpenID provider that is trusted, and what the claims of its tokens allow here. */
export interface OidcSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Where the provider's keys are; unset, its discovery document says. */
  readonly jwksUrl: string | undefined;
  /** The name of a claim, or a path to it as in realm_access.roles. */
  readonly roleClaim: string;
  /** The role that each value of the role claim gives. */
  readonly roles: ReadonlyMap<string, KeyRole>;
  /** The claim that lists the connections in reach; unset, tokens reach all. */
  readonly connectionsClaim: string | undefined;
}

const issuer = believable.refine((text) => !/[?#]/.test(text), 'must not have a query or a fragment');

const rolePairs = z.array(z.tuple([z.string().min(1), z.enum(keyRoles)])).min(1);

/** What each value of the role claim gives: a JSON object, or "value=ROLE,value=ROLE". */
const roles = z.string().transform((text, context) => {
  const pairs = rolePairs.safeParse(text.trimStart().startsWith('{') ? entriesOf(text) : text.split(',').map(pairOf));
  if (pairs.success) return new Map(pairs.data);
  context.addIssue('must give ADMIN, OPERATOR or READER to values of the role claim, as in directory-admins=ADMIN,support=READER');
  return z.NEVER;
});

/** A value may hold "=" itself, so the last one counts. */
const pairOf = (pair: string) =>
  /^(.+)=([^=]+)$/
    .exec(pair.trim())
    ?.slice(1)
    .map((part) => part.trim());

function entriesOf(json: string): unknown {
  try {
    return Object.entries(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** The environment variables about the OpenID provider. */
export const oidcVariables = {
  OIDC_ISSUER: issuer.optional(),
  OIDC_AUDIENCE: z.string().optional(),
  OIDC_JWKS_URL: believable.optional(),
  OIDC_ROLE_CLAIM: z.string().optional(),
  OIDC_ROLES: roles.optional(),
  OIDC_CONNECTIONS_CLAIM: z.string().optional(),
};

type Variables = z.output<z.ZodObject<typeof oidcVariables>>;

const names = Object.keys(oidcVariables) as (keyof Variables)[];
const required = ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_ROLES'] as const;

/** Refuses settings of which a needed part is missing: nobody is let in by half of them. */
export function refuseHalf(variables: Variables, context: z.RefinementCtx): void {
  const given = names.find((name) => variables[name] !== undefined);
  const missing = given && required.filter((name) => variables[name] === undefined);
  for (const name of missing ?? []) context.addIssue({ code: 'custom', path: [name], message: `must be set, because ${given} is` });
}

/** The settings, if there are any. */
export function toOidcSettings(variables: Variables): OidcSettings | undefined {
  const { OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL, OIDC_ROLE_CLAIM = 'roles', OIDC_ROLES, OIDC_CONNECTIONS_CLAIM } = variables;
  if (!OIDC_ISSUER || !OIDC_AUDIENCE || !OIDC_ROLES) return undefined;
  return {
    issuer: OIDC_ISSUER,
    audience: OIDC_AUDIENCE,
    jwksUrl: OIDC_JWKS_URL,
    roleClaim: OIDC_ROLE_CLAIM,
    roles: OIDC_ROLES,
    connectionsClaim: OIDC_CONNECTIONS_CLAIM,
  };
}
