import type { GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { PrismaClient } from '#generated/prisma/client.ts';
import { bounds } from './bounds.ts';
import { createContext } from './context.ts';
import { publish } from './publish.ts';
import { schema } from './schema.ts';

export interface GraphServerOptions {
  readonly db: PrismaClient;
  /** The address that SCIM URLs begin with; unset, the address that the request came to. */
  readonly publicUrl: string | undefined;
  /** The id of the request being answered. */
  readonly requestId: () => string;
  /** Is told of every fault of the server, with what caused it. */
  readonly fault: (error: unknown) => void;
}

const maximumBodyBytes = 10_000_000;

/** The GraphQL endpoint: POST answers, GET in a browser shows GraphiQL. */
export const createServer = ({ db, publicUrl, requestId, fault }: GraphServerOptions) => {
  const tell = (error: unknown) => publish(error, requestId(), fault);
  return createYoga({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    // A page of another origin has no business here: consoles are served beside the API, or through a proxy that allows them.
    cors: false,
    logging: false,
    maxRequestBodySize: maximumBodyBytes,
    graphiql: { title: 'Muster', headers: '{ "Authorization": "Bearer …" }' },
    plugins: [bounds, validation(tell)],
    maskedErrors: { maskError: tell },
    context: ({ request }) =>
      createContext(db, {
        authorization: request.headers.get('authorization') ?? undefined,
        connectionId: request.headers.get('muster-connection') ?? undefined,
        publicUrl: publicUrl ?? new URL(request.url).origin,
      }),
  });
};

/** Yoga publishes the errors of validation itself; they are told like all others. */
const validation = (tell: (error: unknown) => GraphQLError): Plugin => ({
  onValidate:
    () =>
    ({ valid, result, setResult }) =>
      valid ? undefined : setResult(result.map(tell)),
});
