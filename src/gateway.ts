import pino from 'pino';
import { executeOverHttp } from '#scim-gateway/http/executeOverHttp.ts';
import { createFront } from './createFront.ts';
import { type GatewayConfig, readGatewayConfig } from './gatewayConfig.ts';
import { listen } from './listen.ts';
import { logFault } from './requests.ts';

/** The SCIM gateway as a process of its own: all that it knows, it asks of the graph of another. */
async function start(config: GatewayConfig) {
  const { graphUrl, publicUrl, scimRateLimit, logLevel } = config;
  const log = pino({ level: logLevel });
  const app = createFront({
    log,
    publicUrl,
    scimRateLimit,
    execute: executeOverHttp({ graphUrl, fault: (error) => logFault(log, error) }),
    unready: () => unready(graphUrl),
    signpost: 'SCIM is at /scim/v2/{connectionId}.',
  });
  const base = await listen(app, config, app.settle);
  console.log(`Muster's SCIM gateway is ready.
  SCIM 2.0              ${base}/scim/v2/{connectionId}
  Graph                 ${graphUrl}/graphql`);
}

/** The patience of those who ask whether a process is ready is short. */
const probeMilliseconds = 3000;

const unready = (graphUrl: string) =>
  fetch(`${graphUrl}/readyz`, { signal: AbortSignal.timeout(probeMilliseconds), redirect: 'error' }).then(
    ({ ok }) => (ok ? undefined : 'the graph is not ready'),
    () => 'the graph does not answer',
  );

try {
  await start(readGatewayConfig(process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
