import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from './database.ts';
import { scimClient } from './scim.ts';
import { startGatewayProcess, startServer } from './server.ts';
import type { ConnectionOfStory } from './story.ts';

/** A graph, and a SCIM gateway in front of it, each a process of its own. */
export async function startTwoProcesses() {
  const { environment, remove } = await place();
  const server = await startServer(environment);
  const gateway = await startGatewayProcess(server.url);
  return {
    /** A connection, as its identity provider has it through the gateway. */
    async connection(provider?: string, name?: string): Promise<ConnectionOfStory> {
      const { id, token } = await server.story.connection(provider, name);
      const scimUrl = `${gateway.url}/scim/v2/${id}`;
      return { id, token, scimUrl, scim: scimClient(scimUrl, token) };
    },
    async close() {
      await gateway.stop();
      await server.stop();
      await remove();
    },
  };
}

/** A database of the PostgreSQL server that the tests run on, or a folder. */
async function place(): Promise<{ environment: Record<string, string>; remove: () => Promise<void> }> {
  if (process.env.TEST_DATABASE_URL) {
    const database = await freshDatabase();
    return { environment: { DATABASE_URL: database.url ?? '' }, remove: () => database.close() };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-two-'));
  return { environment: { DATA_DIR: dataDir }, remove: () => rm(dataDir, { recursive: true, force: true }) };
}
