import { describe, expect, it } from 'vitest';
import { OAuthError } from '#scim-gateway/oauth/errors.ts';
import { readTokenRequest } from '#scim-gateway/oauth/readTokenRequest.ts';
import { assertionType, basic, byAssertion } from '#test/support/oauth.ts';

const grant = { grant_type: 'client_credentials' };
const form = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
const post = { ...grant, client_id: 'id', client_secret: 'secret' };
const assertion = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.AAAA`;
const signed = assertion({ sub: 'id' });

describe('a request for a token (RFC 6749 §4.4.2)', () => {
  const secret = { clientId: 'id', clientSecret: 'secret' };
  it.each([
    ['client_secret_post', form(post), undefined, secret],
    ['client_secret_basic', form(grant), basic('id', 'secret'), secret],
    ['client_secret_basic with the client_id once more', form({ ...grant, client_id: 'id' }), basic('id', 'secret'), secret],
    ['client_secret_basic, encoded as a form', form(grant), basic('a%3Ab%20c', 'd%25+e'), { clientId: 'a:b c', clientSecret: 'd% e' }],
    [
      'client_secret_basic of a client that does not encode',
      form(grant),
      basic('id', '100%:x'),
      { clientId: 'id', clientSecret: '100%:x' },
    ],
    [
      'a scope and parameters of extensions, which change nothing',
      form({ ...post, scope: 'scim.readwrite', resource: 'x' }),
      undefined,
      secret,
    ],
    ['empty parameters, which count as not sent', form({ ...post, client_assertion: '', scope: '' }), undefined, secret],
    ['private_key_jwt', form(byAssertion(signed)), undefined, { clientId: 'id', clientAssertion: signed }],
    [
      'private_key_jwt of an issuer',
      form(byAssertion(signed, { client_id: 'other' })),
      undefined,
      { clientId: 'other', clientAssertion: signed },
    ],
  ])('is read by %s', (_, body, headers, expected) => {
    expect(readTokenRequest(body, headers?.authorization)).toEqual(expected);
  });

  it.each([
    ['no body', '', undefined, 'invalid_request'],
    ['no grant_type', form({ client_id: 'id', client_secret: 'secret' }), undefined, 'invalid_request'],
    ['another grant', form({ ...post, grant_type: 'authorization_code' }), undefined, 'unsupported_grant_type'],
    ['a parameter twice', `${form(post)}&client_id=id`, undefined, 'invalid_request'],
    ['nothing that proves the client', form({ ...grant, client_id: 'id' }), undefined, 'invalid_client'],
    ['two proofs, one of them in the header', form(post), basic('id', 'secret'), 'invalid_request'],
    ['two proofs in the body', form({ ...post, ...byAssertion(signed) }), undefined, 'invalid_request'],
    ['a client_id that the header contradicts', form({ ...grant, client_id: 'other' }), basic('id', 'secret'), 'invalid_request'],
    ['a secret without a client_id', form({ ...grant, client_secret: 'secret' }), undefined, 'invalid_request'],
    ['an assertion without its type', form({ ...grant, client_assertion: signed }), undefined, 'invalid_request'],
    [
      'an assertion of another type',
      form(byAssertion(signed, { client_assertion_type: `${assertionType}s` })),
      undefined,
      'invalid_request',
    ],
    ['an assertion without a subject', form(byAssertion(assertion({}))), undefined, 'invalid_request'],
    ['an assertion whose subject is no text', form(byAssertion(assertion({ sub: 1 }))), undefined, 'invalid_request'],
    ['an assertion that says null', form(byAssertion(assertion(null))), undefined, 'invalid_request'],
    ['an assertion that is none', form(byAssertion('no JSON')), undefined, 'invalid_request'],
    ['a header of another scheme', form(grant), { authorization: 'Bearer abc' }, 'invalid_client'],
    ['a header without a password', form(grant), { authorization: `Basic ${btoa('id')}` }, 'invalid_client'],
    ['a header that is no base64', form(grant), { authorization: 'Basic (id:secret)' }, 'invalid_client'],
  ])('is refused with %s', (_, body, headers, code) => {
    const read = () => readTokenRequest(body, headers?.authorization);
    expect(read).toThrow(OAuthError);
    expect(read).toThrow(expect.objectContaining({ code, status: code === 'invalid_client' ? 401 : 400 }));
  });
});
