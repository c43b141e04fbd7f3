/** What an access token is good for. */
export const scope = 'scim';

export const tokenPath = '/oauth/token';
export const metadataPath = '/.well-known/oauth-authorization-server';

/** The algorithms of assertions: with a shared secret, whoever verifies could sign too. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** RFC 8414 §2. Nobody is sent here to sign in, so there is neither an endpoint nor a type of response for that. */
export const metadataOf = (issuer: string) => ({
  issuer,
  token_endpoint: `${issuer}${tokenPath}`,
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: algorithms,
  grant_types_supported: ['client_credentials'],
  response_types_supported: [],
  scopes_supported: [scope],
});
