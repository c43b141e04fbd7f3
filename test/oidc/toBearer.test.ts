import type { JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import type { OidcSettings } from '#oidc/settings.ts';
import { toBearer } from '#oidc/toBearer.ts';

const settings: OidcSettings = {
  issuer: 'https://login.example.com',
  audience: 'muster',
  jwksUrl: undefined,
  roleClaim: 'roles',
  roles: new Map([
    ['admins', 'ADMIN'],
    ['operators', 'OPERATOR'],
    ['readers', 'READER'],
  ]),
  connectionsClaim: undefined,
};

const [acme, globex] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'];

const bearer = (claims: JWTPayload, more: Partial<OidcSettings> = {}) => toBearer({ sub: 'ada', ...claims }, { ...settings, ...more });

describe('the role of a token', () => {
  it.each<[string, JWTPayload, string, string]>([
    ['a list', { roles: ['readers'] }, 'roles', 'READER'],
    ['a text', { roles: 'operators' }, 'roles', 'OPERATOR'],
    ['the highest of several', { roles: ['readers', 'admins', 'operators', 'others'] }, 'roles', 'ADMIN'],
    ['a path', { realm_access: { roles: ['admins'] } }, 'realm_access.roles', 'ADMIN'],
    ['a longer path', { resource_access: { muster: { roles: ['readers'] } } }, 'resource_access.muster.roles', 'READER'],
    ['a name that is an address', { 'https://muster.example.com/roles': ['operators'] }, 'https://muster.example.com/roles', 'OPERATOR'],
    ['the words of a scope', { scope: 'openid operators' }, 'scope', 'OPERATOR'],
    ['the words of scp, as Entra ID sends it', { scp: 'readers profile' }, 'scp', 'READER'],
  ])('is found in %s', (_, claims, roleClaim, role) => {
    expect(bearer(claims, { roleClaim })).toEqual({ subject: 'ada', role, connections: 'all' });
  });

  it.each<[string, JWTPayload, string]>([
    ['no such claim', {}, 'roles'],
    ['an empty list', { roles: [] }, 'roles'],
    ['a value that is not known', { roles: ['strangers'] }, 'roles'],
    ['a value in another case', { roles: ['ADMINS'] }, 'roles'],
    ['the name of a role that nothing maps to', { roles: ['ADMIN'] }, 'roles'],
    ['words in a claim that is no scope', { roles: 'not admins' }, 'roles'],
    ['an object', { roles: { admins: true } }, 'roles'],
    ['lists in a list', { roles: [['admins']] }, 'roles'],
    ['a number', { roles: 1 }, 'roles'],
    ['a path through a text', { roles: 'admins' }, 'roles.admins'],
    ['a path to what every object has', { roles: ['admins'] }, 'constructor.name'],
    ['a path through nothing', { realm_access: null }, 'realm_access.roles'],
  ])('is refused for %s', (_, claims, roleClaim) => {
    expect(() => bearer(claims, { roleClaim })).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  });
});

describe('the connections of a token', () => {
  const claims = { roles: ['readers'] };
  const limited = { connectionsClaim: 'muster.connections' };

  it('are those that its claim lists', () => {
    const { connections } = bearer({ ...claims, muster: { connections: [acme.toUpperCase(), globex] } }, limited);
    expect(connections).toEqual([acme, globex]);
  });

  it.each<[string, unknown]>([
    ['is missing', undefined],
    ['is empty', []],
    ['names something else', [acme, 'acme']],
    ['asks for all', '*'],
    ['is an object', { [acme]: true }],
  ])('are refused when the claim %s', (_, connections) => {
    expect(() => bearer({ ...claims, muster: { connections } }, limited)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  });
});

describe('the subject of a token', () => {
  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['a NUL', 'ada\0'],
    ['half of a surrogate pair', 'ada\ud800'],
    ['256 characters', 'a'.repeat(256)],
  ])('is not %s', (_, sub) => {
    expect(() => bearer({ roles: ['readers'], sub })).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });
});
