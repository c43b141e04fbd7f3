import { type AccessToken, issueAccessToken } from '#directory/accessTokens.ts';
import { builder } from '../builder.ts';

const IssueAccessTokenInput = builder.inputType('IssueAccessTokenInput', {
  description: 'How an OAuth client proves who it is: by its secret or by an assertion, one of the two.',
  fields: (t) => ({
    clientId: t.id({ required: true, description: 'The client_id.' }),
    clientSecret: t.string({ description: 'The client_secret.' }),
    clientAssertion: t.string({ description: 'The client_assertion: a signed JSON Web Token (RFC 7523 §2.2).' }),
  }),
});

const IssueAccessTokenPayload = builder.objectRef<AccessToken>('IssueAccessTokenPayload').implement({
  description: 'What issueAccessToken has made.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken', {
      description: 'The bearer token, for the SCIM URL of the client’s connection. It is shown here and never again.',
    }),
    expiresIn: t.exposeInt('expiresIn', { description: 'The seconds after which it ends.' }),
  }),
});

builder.mutationField('issueAccessToken', (t) =>
  t.field({
    type: IssueAccessTokenPayload,
    nullable: true,
    description:
      'Gives an OAuth client an access token, as POST /oauth/token does (RFC 6749 §4.4). It needs no credential: the client proves who it is, or is UNAUTHENTICATED.',
    args: { input: t.arg({ type: IssueAccessTokenInput, required: true, description: 'Who asks, and the proof.' }) },
    resolve: (_, { input }, { authority }) => issueAccessToken(authority, input),
  }),
);
