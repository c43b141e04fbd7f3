import { ask, type Caller, execute } from './ask.ts';
import { type Conversation, hold, type Tenant } from './conversation.ts';
import { entra, entraWithFlag } from './entra.ts';
import type { Memory } from './memory.ts';
import { okta } from './okta.ts';
import { printLine, printTitle } from './print.ts';
import { neighbours, questions } from './questions.ts';
import { type RunningServer, startServer } from './server.ts';
import { confusion, trespass } from './trespass.ts';
import { Unexpected } from './unexpected.ts';

const createConnection = `mutation ($input: CreateConnectionInput!) {
  createConnection(input: $input) { connection { id name provider scimUrl } token }
}`;

type Created = { connection: { id: string; name: string; provider: string; scimUrl: string }; token: string };

async function connect(admin: Caller, memory: Memory, name: string, input: { name: string; provider: string }): Promise<Tenant> {
  const { connection, token } = (await execute(admin, createConnection, { input })) as unknown as Created;
  memory.set(name, connection);
  printLine(`${connection.name.padEnd(18)} ${connection.provider.padEnd(9)} ${connection.scimUrl}`);
  return { scimUrl: connection.scimUrl, token };
}

async function play({ url, adminKey, dataDir }: RunningServer): Promise<void> {
  const memory: Memory = new Map();
  const admin = { url: `${url}/graphql`, token: adminKey };
  printTitle(`Muster at ${url}, on an embedded database in ${dataDir}`);
  printTitle('Two connections, made by GraphQL');
  const acme = await connect(admin, memory, 'acme', { name: 'Acme - Okta', provider: 'OKTA' });
  const globex = await connect(admin, memory, 'globex', { name: 'Globex - Entra ID', provider: 'ENTRA_ID' });

  const provisioning: [Conversation, Tenant][] = [
    [okta, acme],
    [entra, globex],
    [entraWithFlag, globex],
  ];
  for (const [conversation, tenant] of provisioning) await hold(conversation, tenant, memory);

  printTitle('Device management asks GraphQL, with a key to every connection');
  for (const question of questions) await ask(admin, question, memory);

  await hold(trespass, { ...globex, token: acme.token }, memory);
  await hold(confusion, acme, memory);
  printTitle('Acme’s token asks GraphQL');
  for (const question of neighbours) await ask({ ...admin, token: acme.token }, question, memory);
}

const server = await startServer();
try {
  await play(server);
  printTitle('Done: every answer was the expected one.');
} catch (error) {
  console.error(error instanceof Unexpected ? `\nUnexpected: ${error.message}` : error);
  process.exitCode = 1;
} finally {
  await server.stop();
}
