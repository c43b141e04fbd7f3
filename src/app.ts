import type { Logger } from 'pino';
import { whileWaitedFor } from '#directory/turns.ts';
import { createServer, type GraphLimits } from '#graph/createServer.ts';
import { executeInProcess } from '#graph/executeInProcess.ts';
import { createAssertionVerifier, type NoteRefusal } from '#oidc/createAssertionVerifier.ts';
import { createVerifier } from '#oidc/createVerifier.ts';
import type { OidcSettings } from '#oidc/settings.ts';
import type { Database } from '#prisma/openDatabase.ts';
import { type Execute, GraphRefusal } from '#scim-gateway/graph.ts';
import { createFront, type Front, type ScimLimits } from './createFront.ts';
import { logFault, onRoute, requestId } from './requests.ts';

export interface AppOptions extends GraphLimits, ScimLimits {
  readonly database: Database;
  readonly log: Logger;
  /** The address that SCIM URLs begin with; unset, the address that each request came to. */
  readonly publicUrl?: string | undefined;
  /** The OpenID provider whose tokens /graphql believes; unset, it believes none. */
  readonly oidc?: OidcSettings | undefined;
}

/** The rooms put together: the graph on /graphql, and the SCIM gateway in front of it. */
export function createApp({ database, log, publicUrl, oidc, scimRateLimit, reportEvery, ...limits }: AppOptions): Front {
  const fault = (error: unknown) => logFault(log, error);
  const share = Math.ceil(database.pool.options.max / 2);
  const refused: NoteRefusal = (oauthClientId, reason, claim) =>
    log.info({ requestId: requestId(), oauthClientId, reason, ...(claim && { claim }) }, 'assertion refused');
  const verifyAssertion = createAssertionVerifier(publicUrl, fault, refused);
  const authority = { db: database.db, verifyAssertion, noteReplay: (id: string) => refused(id, 'USED_BEFORE', 'jti'), share };
  const execute: Execute = async (document, variables, { authorization, connectionId, requestId: id, signal }) => {
    const caller = { authorization, connectionId, publicUrl: publicUrl ?? '' };
    const answer = whileWaitedFor(signal, () => executeInProcess(authority, document, variables as object, caller, id, fault));
    return dataOf(await answer);
  };
  const verifyToken = oidc && createVerifier(oidc, fault);
  const graph = createServer({ authority, publicUrl, verifyToken, requestId, fault, ...limits });
  return createFront({
    log,
    publicUrl,
    scimRateLimit,
    reportEvery,
    execute,
    unready: () => unready(database),
    signpost: 'The API is at /graphql, SCIM at /scim/v2/{connectionId}.',
    beside: (app) => app.use(graph.graphqlEndpoint, onRoute(graph.graphqlEndpoint), graph as never),
  });
}

/** The gateway's reading of an answer; the document that asked for it says which type its data has. */
function dataOf<Data>(answer: Awaited<ReturnType<typeof executeInProcess>>): Data {
  if ('error' in answer) throw new GraphRefusal(answer.error.extensions.code as GraphRefusal['code'], answer.error.message);
  return answer.data as Data;
}

const unready = ({ pool }: Database) =>
  pool.query('SELECT 1').then(
    () => undefined,
    () => 'the database does not answer',
  );
