import type { Ask, Variables } from './graph.ts';
import { type ScimClient, scimClient } from './scim.ts';

export interface ConnectionOfStory {
  id: string;
  scimUrl: string;
  token: string;
  scim: ScimClient;
}

interface DeviceOfStory {
  id: string;
  version: number;
}

/** The usual acts of an administrator, so that a test tells only what is particular to it. */
export type Story = ReturnType<typeof storyOf>;

export function storyOf(ask: Ask) {
  async function connection(provider = 'OKTA', name = `Acme - ${provider}`): Promise<ConnectionOfStory> {
    const { createConnection } = await ask(
      'mutation ($input: CreateConnectionInput!) { createConnection(input: $input) { token connection { id scimUrl } } }',
      { input: { name, provider } },
    );
    const { token, connection } = createConnection;
    return { ...connection, token, scim: scimClient(connection.scimUrl, token) };
  }

  async function user(userName: string, more: Variables = {}): Promise<{ id: string; userName: string; version: number }> {
    const { createUser } = await ask('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id userName version } } }', {
      input: { userName, ...more },
    });
    return createUser.user;
  }

  async function group(
    displayName: string,
    memberIds: readonly string[] = [],
    more: Variables = {},
  ): Promise<{ id: string; version: number }> {
    const { createGroup } = await ask('mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id version } } }', {
      input: { displayName, memberIds, ...more },
    });
    return createGroup.group;
  }

  async function membersOf(id: string): Promise<string[]> {
    const { group: found } = await ask('query ($id: ID!) { group(by: { id: $id }) { memberReferences { id } } }', { id });
    return found.memberReferences.map((member: { id: string }) => member.id);
  }

  async function device(serialNumber: string, more: Variables = {}): Promise<DeviceOfStory> {
    const { connectionId, ...rest } = more;
    const { registerDevices } = await ask(
      'mutation ($input: RegisterDevicesInput!) { registerDevices(input: $input) { results { device { id version } } } }',
      { input: { connectionId, devices: [{ serialNumber, ...rest }] } },
    );
    return registerDevices.results[0].device;
  }

  /** Declares facts, each with its type. */
  async function facts(types: Record<string, string>): Promise<void> {
    for (const [key, type] of Object.entries(types))
      await ask('mutation ($input: CreateFactDefinitionInput!) { createFactDefinition(input: $input) { factDefinition { id } } }', {
        input: { key, type },
      });
  }

  const assign = (deviceId: string, userId: string, more: Variables = {}) =>
    ask('mutation ($input: AssignDeviceInput!) { assignDevice(input: $input) { device { id } } }', {
      input: { deviceId, userId, ...more },
    });

  async function policy(name: string, more: Variables = {}): Promise<{ id: string; version: number }> {
    const { createPolicy } = await ask('mutation ($input: CreatePolicyInput!) { createPolicy(input: $input) { policy { id version } } }', {
      input: { name, ...more },
    });
    return createPolicy.policy;
  }

  return { connection, user, group, membersOf, device, facts, assign, policy };
}
