import { describe, expect, it } from 'vitest';
import { serviceProviderConfig, toResourceTypeBody, toSchemaBody } from '#scim-gateway/protocol/discovery.ts';
import { enterpriseUserSchema } from '#scim-gateway/protocol/enterpriseUserSchema.ts';
import { invalidFilter, notFound, toErrorBody, unauthorized, uniqueness } from '#scim-gateway/protocol/errors.ts';
import { groupSchema } from '#scim-gateway/protocol/groupSchema.ts';
import { listResponse } from '#scim-gateway/protocol/listResponse.ts';
import { readPaging } from '#scim-gateway/protocol/paging.ts';
import { groupResource, userResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { userSchema } from '#scim-gateway/protocol/userSchema.ts';
import { refusalOf } from './refusal.ts';

describe('toErrorBody (RFC 7644 §3.12)', () => {
  it.each([
    [notFound('User', 'x'), { status: '404', detail: 'There is no User with the id "x".' }],
    [unauthorized('Send a token.'), { status: '401', detail: 'Send a token.' }],
    [uniqueness('Taken.'), { status: '409', scimType: 'uniqueness', detail: 'Taken.' }],
    [invalidFilter('Column 1.'), { status: '400', scimType: 'invalidFilter', detail: 'Column 1.' }],
  ])('says %s', (error, expected) => {
    expect(toErrorBody(error)).toStrictEqual({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], ...expected });
  });
});

describe('readPaging (RFC 7644 §3.4.2.4)', () => {
  it.each<[object, object]>([
    [{}, { startIndex: 1, count: 100 }],
    [
      { startIndex: '', count: '' },
      { startIndex: 1, count: 100 },
    ],
    [
      { startIndex: '3', count: '2' },
      { startIndex: 3, count: 2 },
    ],
    [
      { startIndex: 3, count: 2 },
      { startIndex: 3, count: 2 },
    ],
    [
      { startIndex: '0', count: '0' },
      { startIndex: 1, count: 0 },
    ],
    [
      { startIndex: '-5', count: '-1' },
      { startIndex: 1, count: 0 },
    ],
    [{ startIndex: '+5' }, { startIndex: 5, count: 100 }],
    [{ count: '1000' }, { startIndex: 1, count: 200 }],
    [
      { startIndex: '9'.repeat(30), count: '9'.repeat(30) },
      { startIndex: 2_147_483_647, count: 200 },
    ],
  ])('reads %j', (query, expected) => {
    expect(readPaging(query)).toEqual(expected);
  });

  it.each(['x', '1.5', '1e3', '0x10', 'NaN', 1.5, Number.NaN, true, [], ['1', '2'], {}, '9'.repeat(1000)])('refuses %j', (value) => {
    expect(refusalOf(() => readPaging({ startIndex: value }))).toMatchObject({ status: 400, scimType: 'invalidValue' });
    expect(refusalOf(() => readPaging({ count: value }))).toMatchObject({ status: 400, scimType: 'invalidValue' });
  });
});

describe('listResponse (RFC 7644 §3.4.2)', () => {
  it('counts what is on the page', () => {
    expect(listResponse({ resources: [{ id: '1' }], totalResults: 7, startIndex: 3 })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 7,
      startIndex: 3,
      itemsPerPage: 1,
      Resources: [{ id: '1' }],
    });
  });
});

describe('discovery (RFC 7644 §4)', () => {
  const base = 'https://x/scim/v2/c';
  const schemas = [userSchema, enterpriseUserSchema, groupSchema].map((schema) => toSchemaBody(schema, base));
  const bodies = [
    ...schemas,
    ...[userResource, groupResource].map((resource) => toResourceTypeBody(resource, base)),
    serviceProviderConfig(base, { maxResults: 200, maxOperations: 1000, maxPayloadSize: 5_242_880 }),
  ];

  it('says nothing by null and names everything in camelCase', () => {
    const text = JSON.stringify(bodies);
    expect(text).not.toContain('null');
    for (const [, name = ''] of text.matchAll(/"name":"(\w+)","type"/g)) expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
  });

  it('describes every attribute with all its characteristics (RFC 7643 §7)', () => {
    for (const attribute of schemas.flatMap(({ attributes }) =>
      attributes.flatMap((one) => [one, ...((one.subAttributes as object[]) ?? [])]),
    ))
      expect(attribute).toMatchObject({
        name: expect.any(String),
        type: expect.stringMatching(/^(string|boolean|decimal|integer|dateTime|binary|reference|complex)$/),
        description: expect.stringMatching(/\.$/),
        multiValued: expect.any(Boolean),
        required: expect.any(Boolean),
        caseExact: expect.any(Boolean),
        mutability: expect.stringMatching(/^(readOnly|readWrite|immutable|writeOnly)$/),
        returned: expect.stringMatching(/^(always|never|default|request)$/),
        uniqueness: expect.stringMatching(/^(none|server|global)$/),
      });
  });

  it('has the attributes of RFC 7643 §4', () => {
    expect(userSchema.attributes.map(({ name }) => name)).toEqual(
      'userName name displayName nickName profileUrl title userType preferredLanguage locale timezone active password emails phoneNumbers ims photos addresses groups entitlements roles x509Certificates'.split(
        ' ',
      ),
    );
    expect(userSchema.attributes.find(({ name }) => name === 'password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' });
    expect(groupSchema.attributes.map(({ name }) => name)).toEqual(['displayName', 'members']);
    expect(enterpriseUserSchema.attributes.map(({ name }) => name)).toEqual(
      'employeeNumber costCenter organization division department manager'.split(' '),
    );
  });

  it('says where each is', () => {
    expect(bodies.map(({ meta }) => meta.location)).toEqual([
      `${base}/Schemas/urn:ietf:params:scim:schemas:core:2.0:User`,
      `${base}/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User`,
      `${base}/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group`,
      `${base}/ResourceTypes/User`,
      `${base}/ResourceTypes/Group`,
      `${base}/ServiceProviderConfig`,
    ]);
  });

  it('announces what the service can do', () => {
    expect(serviceProviderConfig(base, { maxResults: 200, maxOperations: 1000, maxPayloadSize: 5_242_880 })).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 5_242_880 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      authenticationSchemes: [
        { type: 'oauthbearertoken', primary: true },
        { type: 'oauth2', primary: false },
      ],
    });
  });
});
