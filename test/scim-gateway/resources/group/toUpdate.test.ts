import { describe, expect, it } from 'vitest';
import type { ScimGroupFragment } from '#scim-gateway/documents/generated.ts';
import { parseFilter } from '#scim-gateway/protocol/parseFilter.ts';
import { toChange } from '#scim-gateway/resources/group/toChange.ts';
import { toScim } from '#scim-gateway/resources/group/toScim.ts';
import { needs, toUpdate } from '#scim-gateway/resources/group/toUpdate.ts';

const baseUrl = 'https://muster.example/scim/v2/c1';

const stored: ScimGroupFragment = {
  id: 'g1',
  version: 5,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
  externalId: null,
  displayName: 'Sales',
  extensions: {},
  memberColumns: { ids: ['u1', 'u2', 'g2'], displayNames: ['Ada', 'Grace', 'Interns'], kinds: ['USER', 'USER', 'GROUP'] },
};

const nothing = { remainder: [], rest: [] };

describe('toScim of a group', () => {
  it('represents users and groups among the members', () => {
    expect(toScim(stored, baseUrl)).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Sales',
      members: [
        { value: 'u1', display: 'Ada', type: 'User', $ref: `${baseUrl}/Users/u1` },
        { value: 'u2', display: 'Grace', type: 'User', $ref: `${baseUrl}/Users/u2` },
        { value: 'g2', display: 'Interns', type: 'Group', $ref: `${baseUrl}/Groups/g2` },
      ],
      meta: { resourceType: 'Group', location: `${baseUrl}/Groups/g1`, version: expect.stringMatching(/^W\/"5-[\da-f]{12}"$/) },
    });
  });

  it('has no members when none were loaded', () => {
    const document = toScim({ ...stored, memberColumns: undefined }, baseUrl);
    expect(document).not.toHaveProperty('members');
    expect(document.meta.version).toBe('W/"5"');
  });
});

describe('toChange of a group', () => {
  it('clears what the document leaves out', () => {
    expect(toChange({ displayName: 'Sales' })).toEqual({ displayName: 'Sales', externalId: null, extensions: {} });
  });

  it('refuses a group without a displayName', () => {
    expect(() => toChange({})).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidValue' }));
  });
});

describe('toUpdate of a group', () => {
  it('carries members as row deltas and reads nothing for them', () => {
    const patch = { ...nothing, members: { add: ['u3'], remove: ['u1'] } };
    expect(needs(patch)).toEqual({ members: false, group: false });
    expect(toUpdate('g1', patch)).toEqual({ id: 'g1', members: { add: ['u3'], remove: ['u1'] } });
  });

  it('empties a group with an empty set', () => {
    expect(toUpdate('g1', { ...nothing, members: { set: [], add: [], remove: [] } })).toEqual({ id: 'g1', members: { set: [] } });
  });

  it('says nothing of members when none are named', () => {
    expect(toUpdate('g1', { ...nothing, displayName: 'Support', externalId: null })).toEqual({
      id: 'g1',
      displayName: 'Support',
      externalId: null,
    });
  });

  it('resolves a filter on stored members, and keeps those that are added', () => {
    const patch = { ...nothing, members: { add: ['u2'], remove: [] }, remainder: [parseFilter('type eq "User"')] };
    expect(needs(patch)).toEqual({ members: true, group: true });
    expect(toUpdate('g1', patch, stored)).toEqual({ id: 'g1', members: { add: ['u2'], remove: ['u1'] } });
  });

  it('changes extensions from what is stored', () => {
    const patch = { ...nothing, rest: [{ op: 'add' as const, path: 'urn:acme:Group:floor', value: '3' }] };
    expect(needs(patch)).toEqual({ members: false, group: true });
    expect(toUpdate('g1', patch, stored)).toEqual({ id: 'g1', extensions: { 'urn:acme:Group': { floor: '3' } } });
  });
});
