import type { Tenant } from './world.ts';

/** Makes a connection as an administrator does. */
export async function createConnection(url: string, adminKey: string, name: string): Promise<Tenant> {
  const query = `mutation ($name: String!) { createConnection(input: { name: $name, provider: GENERIC }) { token connection { id } } }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables: { name } }),
  });
  const { data } = (await response.json()) as { data: { createConnection: { token: string; connection: { id: string } } } };
  return { connectionId: data.createConnection.connection.id, token: data.createConnection.token };
}
