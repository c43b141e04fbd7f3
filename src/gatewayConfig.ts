import { z } from 'zod';
import { type CommonConfig, commonVariables, httpAddress, readEnvironment, toCommonConfig } from './environment.ts';

const example = 'https://graph.example.com';

/** The environment variables that `npm run gateway` reads. */
const environment = z.object({
  ...commonVariables,
  GRAPH_URL: httpAddress(example).refine(
    (address) => !URL.canParse(address) || isPlain(new URL(address)),
    `must be an address such as ${example}, without a user, a query or a fragment`,
  ),
});

const isPlain = ({ username, password, search, hash }: URL) => `${username}${password}${search}${hash}` === '';

export interface GatewayConfig extends CommonConfig {
  /** Where a Muster answers /graphql and /readyz, without a slash at its end. */
  readonly graphUrl: string;
}

export function readGatewayConfig(variables: NodeJS.ProcessEnv): GatewayConfig {
  const read = readEnvironment(environment, variables);
  // Some will give the address of the endpoint itself.
  return { ...toCommonConfig(read), graphUrl: read.GRAPH_URL.replace(/(\/graphql)?\/*$/, '') };
}
