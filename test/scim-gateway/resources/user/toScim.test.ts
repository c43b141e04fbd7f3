import { describe, expect, it } from 'vitest';
import type { ScimUserFragment } from '#scim-gateway/documents/generated.ts';
import type { ScimDocument } from '#scim-gateway/protocol/document.ts';
import { difference } from '#scim-gateway/resources/difference.ts';
import { toChange } from '#scim-gateway/resources/user/toChange.ts';
import { toScim } from '#scim-gateway/resources/user/toScim.ts';

const baseUrl = 'https://muster.example/scim/v2/c1';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const bare: ScimUserFragment = {
  id: 'u1',
  version: 3,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
  userName: 'ada',
  active: true,
  externalId: null,
  displayName: null,
  name: null,
  nickName: null,
  profileUrl: null,
  title: null,
  userType: null,
  preferredLanguage: null,
  locale: null,
  timezone: null,
  emails: [],
  phoneNumbers: [],
  ims: [],
  photos: [],
  entitlements: [],
  roles: [],
  x509Certificates: [],
  addresses: [],
  employeeNumber: null,
  costCenter: null,
  organization: null,
  division: null,
  department: null,
  managerReference: null,
  extensions: {},
};

const full: ScimUserFragment = {
  ...bare,
  externalId: '00u1',
  displayName: 'Ada',
  name: { formatted: null, familyName: 'Lovelace', givenName: 'Ada', middleName: null, honorificPrefix: null, honorificSuffix: null },
  emails: [
    { value: 'ada@acme.com', display: null, type: 'work', primary: true },
    { value: 'ada@home.com', display: null, type: 'home', primary: false },
  ],
  addresses: [
    {
      formatted: null,
      streetAddress: '1 Road',
      locality: null,
      region: null,
      postalCode: null,
      country: 'EE',
      type: 'work',
      primary: null,
    },
  ],
  department: 'Engines',
  managerReference: '00u2',
  manager: { id: 'u2', displayName: 'Charles' },
  extensions: { 'urn:acme:User': { badge: 7 } },
  groupReferences: [{ id: 'g1', displayName: 'Sales' }],
};

describe('toScim of a user', () => {
  it('leaves out what is unassigned', () => {
    expect(toScim(bare, baseUrl)).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      id: 'u1',
      userName: 'ada',
      active: true,
      meta: {
        resourceType: 'User',
        created: '2026-01-01T00:00:00.000Z',
        lastModified: '2026-01-02T00:00:00.000Z',
        location: `${baseUrl}/Users/u1`,
        version: 'W/"3"',
      },
    });
  });

  it('lists each schema that the user has attributes of', () => {
    expect(toScim(full, baseUrl).schemas).toEqual(['urn:ietf:params:scim:schemas:core:2.0:User', enterprise, 'urn:acme:User']);
  });

  it('names the manager as sent, and who that is', () => {
    expect(toScim(full, baseUrl)[enterprise]).toEqual({
      department: 'Engines',
      manager: { value: '00u2', $ref: `${baseUrl}/Users/u2`, displayName: 'Charles' },
    });
    expect(toScim({ ...full, manager: null }, baseUrl)[enterprise]).toEqual({ department: 'Engines', manager: { value: '00u2' } });
  });

  it('names the groups with their locations', () => {
    expect(toScim(full, baseUrl).groups).toEqual([{ value: 'g1', display: 'Sales', type: 'direct', $ref: `${baseUrl}/Groups/g1` }]);
  });
});

describe('toChange of a user', () => {
  it('changes nothing when it reads back what toScim wrote', () => {
    expect(toChange(toScim(full, baseUrl))).toEqual({
      userName: 'ada',
      active: true,
      externalId: full.externalId,
      displayName: full.displayName,
      name: full.name,
      nickName: null,
      profileUrl: null,
      title: null,
      userType: null,
      preferredLanguage: null,
      locale: null,
      timezone: null,
      emails: full.emails,
      phoneNumbers: [],
      ims: [],
      photos: [],
      entitlements: [],
      roles: [],
      x509Certificates: [],
      addresses: full.addresses,
      employeeNumber: null,
      costCenter: null,
      organization: null,
      division: null,
      department: 'Engines',
      managerReference: '00u2',
      extensions: full.extensions,
    });
  });

  it('clears what the document leaves out, but keeps whether the user is active', () => {
    const change = toChange({ userName: 'ada' });
    expect(change).toMatchObject({ title: null, emails: [], extensions: {}, managerReference: null });
    expect(change.active).toBeUndefined();
  });

  it.each<ScimDocument>([{}, { userName: '' }, { userName: ' ' }, { userName: 7 }])('refuses %j for want of a userName', (document) => {
    expect(() => toChange(document)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidValue' }));
  });

  it('says only what differs', () => {
    const before = toScim(full, baseUrl);
    expect(difference(toChange(before), toChange({ ...before, title: 'Countess', active: false }))).toEqual({
      title: 'Countess',
      active: false,
    });
    expect(difference(toChange(before), toChange(before))).toEqual({});
  });
});
