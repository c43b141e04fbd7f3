import type { DocumentNode, GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Authority } from '#directory/accessTokens.ts';
import { areKnown, type VerifyToken } from '#directory/credentials.ts';
import { isWebToken } from '#directory/secrets.ts';
import { bounds } from './bounds.ts';
import { createContext } from './context.ts';
import { answerOnce } from './guards/answerOnce.ts';
import { checkVariables } from './guards/checkVariables.ts';
import { documentMemory } from './guards/documentMemory.ts';
import { hideSchema, withoutSuggestions } from './guards/hideSchema.ts';
import { limitAliases } from './guards/limitAliases.ts';
import { limitCosts } from './guards/limitCosts.ts';
import { limitIntrospection } from './guards/limitIntrospection.ts';
import { type Introductions, limitRate } from './guards/limitRate.ts';
import { limitTime } from './guards/limitTime.ts';
import { readBody } from './guards/readBody.ts';
import { publish } from './publish.ts';
import { schema } from './schema.ts';

/** What is asked of callers; each is usually as it is when nothing is said. */
export interface GraphLimits {
  /** How many requests one credential may make in ten seconds. */
  readonly rateLimit?: number | undefined;
  /** Whether the schema is told to whoever asks. */
  readonly introspection?: boolean | undefined;
  /** The milliseconds after which an operation is given up. */
  readonly operationTimeout?: number | undefined;
}

export interface GraphServerOptions extends GraphLimits {
  /** The database, and who gives out access tokens to it. */
  readonly authority: Authority;
  /** The address that SCIM URLs begin with; unset, the address that the request came to. */
  readonly publicUrl: string | undefined;
  /** Verifies the tokens of an OpenID provider; unset, none is believed. */
  readonly verifyToken: VerifyToken | undefined;
  /** The id of the request being answered. */
  readonly requestId: () => string;
  /** Is told of every fault of the server, with what caused it. */
  readonly fault: (error: unknown) => void;
}

/** The GraphQL endpoint: POST answers, GET in a browser shows GraphiQL, unless the schema is hidden. */
export const createServer = (options: GraphServerOptions) => {
  const { rateLimit = 5000, introspection = true, operationTimeout = 30_000, requestId, fault } = options;
  const published = (error: unknown) => publish(error, requestId(), fault);
  const tell = introspection ? published : (error: unknown) => withoutSuggestions(published(error));
  const contextOf = oncePerRequest((request) => contextOfRequest(request, options));
  const documents = documentMemory();
  return createYoga({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    // A page of another origin has no business here: consoles are served beside the API, or through a proxy that allows them.
    cors: false,
    logging: false,
    // The body is bounded where it is read.
    maxRequestBodySize: false,
    graphiql: introspection && { title: 'Muster', headers: '{ "Authorization": "Bearer …" }' },
    // What cannot be parsed costs little to refuse again.
    parserAndValidationCache: { documentCache: documents, errorCache: { get: () => undefined, set: () => {} } },
    plugins: [
      bounds,
      limitRate(rateLimit, contextOf, introductions(options)),
      readBody(contextOf),
      introspection ? limitIntrospection : hideSchema,
      limitAliases,
      checkVariables,
      limitCosts,
      limitTime(operationTimeout),
      answerOnce(fault),
      validation(tell, documents.forget),
    ],
    maskedErrors: { maskError: tell },
    context: ({ request }) => contextOf(request),
  });
};

const contextOfRequest = ({ headers, url }: Request, { authority, publicUrl, verifyToken }: GraphServerOptions) =>
  createContext(
    authority,
    {
      authorization: headers.get('authorization') ?? undefined,
      connectionId: headers.get('muster-connection') ?? undefined,
      publicUrl: publicUrl ?? new URL(url).origin,
    },
    verifyToken,
  );

/** Tokens of a provider are known by their signature, all other secrets by the database. */
const introductions = ({ authority, verifyToken }: GraphServerOptions): Introductions => ({
  needed: (secret) => !(verifyToken && isWebToken(secret)),
  areKnown: (secrets) => areKnown(authority.db, secrets),
});

/** What is made of a request is made once, whoever asks for it first. */
function oncePerRequest<Made>(make: (request: Request) => Made): (request: Request) => Made {
  const known = new WeakMap<Request, Made>();
  return (request) => {
    const made = known.get(request) ?? make(request);
    known.set(request, made);
    return made;
  };
}

/** Yoga publishes the errors of validation itself; they are told like all others. Documents that have some are not remembered. */
const validation = (tell: (error: unknown) => GraphQLError, forget: (document: DocumentNode) => void): Plugin => ({
  onValidate({ params: { documentAST } }) {
    return ({ valid, result, setResult }) => {
      if (valid) return;
      forget(documentAST);
      setResult(result.map(tell));
    };
  },
});
