import { describe, expect, it } from 'vitest';
import { readConfig } from '#src/config.ts';

const whole = { OIDC_ISSUER: 'https://login.example.com/acme/', OIDC_AUDIENCE: 'muster', OIDC_ROLES: 'admins=ADMIN' };

const settings = (variables: Record<string, string>) => readConfig({ ...whole, ...variables }).oidc;

describe('the environment variables about the OpenID provider', () => {
  it('may all be left out', () => {
    expect(readConfig({}).oidc).toBeUndefined();
  });

  it('have defaults, and leave the issuer as it is written', () => {
    expect(settings({})).toEqual({
      issuer: 'https://login.example.com/acme/',
      audience: 'muster',
      jwksUrl: undefined,
      roleClaim: 'roles',
      roles: new Map([['admins', 'ADMIN']]),
      connectionsClaim: undefined,
    });
  });

  it.each([
    ['pairs', 'directory admins = ADMIN, cn=support and more=READER'],
    ['JSON', '{ "directory admins": "ADMIN", "cn=support and more": "READER" }'],
  ])('map the values of the role claim as %s', (_, OIDC_ROLES) => {
    const roles = settings({ OIDC_ROLES })?.roles;
    expect(roles).toEqual(
      new Map([
        ['directory admins', 'ADMIN'],
        ['cn=support and more', 'READER'],
      ]),
    );
  });

  it('allow http on this machine only', () => {
    for (const address of ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080']) {
      expect(settings({ OIDC_ISSUER: address, OIDC_JWKS_URL: address })?.issuer).toBe(address);
    }
  });

  it.each([
    ['OIDC_ISSUER', 'login.example.com'],
    ['OIDC_ISSUER', 'ftp://login.example.com'],
    ['OIDC_ISSUER', 'http://login.example.com'],
    ['OIDC_ISSUER', 'https://login.example.com?tenant=acme'],
    ['OIDC_ISSUER', ''],
    ['OIDC_AUDIENCE', ''],
    ['OIDC_JWKS_URL', 'keys'],
    ['OIDC_JWKS_URL', 'http://login.example.com/keys'],
    ['OIDC_ROLES', ''],
    ['OIDC_ROLES', 'ADMIN'],
    ['OIDC_ROLES', '=ADMIN'],
    ['OIDC_ROLES', 'admins=ADMIN,'],
    ['OIDC_ROLES', 'admins=admin'],
    ['OIDC_ROLES', 'tokens=PROVISIONER'],
    ['OIDC_ROLES', '{}'],
    ['OIDC_ROLES', '{"admins":'],
    ['OIDC_ROLES', '{"admins":["ADMIN"]}'],
  ])('stop the start when %s is "%s"', (name, value) => {
    expect(() => settings({ [name]: value })).toThrow(new RegExp(`^${name} must .+\\.$`));
  });

  it.each(['OIDC_AUDIENCE', 'OIDC_JWKS_URL', 'OIDC_ROLE_CLAIM', 'OIDC_ROLES', 'OIDC_CONNECTIONS_CLAIM'])(
    'stop the start when there is %s without an issuer',
    (name) => {
      const value = { OIDC_JWKS_URL: 'https://login.example.com/keys', OIDC_ROLES: 'a=ADMIN' }[name] ?? 'x';
      expect(() => readConfig({ [name]: value })).toThrow(`OIDC_ISSUER must be set, because ${name} is.`);
    },
  );
});
