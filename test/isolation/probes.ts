import type { Resources } from './twoConnections.ts';

/** Asks with a foreign id, and what is to come of it: this data, or a refusal with one of these codes. */
export interface Probe {
  document: string;
  variables: Record<string, unknown>;
  data?: unknown;
  codes?: string[];
}

type Side = Resources & { id: string; apiKey: string; connectionToken: string; oauthClient: string; clientSecret: string };

const unreached = ['NOT_FOUND', 'FORBIDDEN'];
const nobody = { user: null };
const noGroup = { group: null };

const user = (by: object, data: unknown = nobody): Probe => ({
  document: 'query ($by: UserBy!) { user(by: $by) { userName } }',
  variables: { by },
  data,
});

const group = (by: object): Probe => ({
  document: 'query ($by: GroupBy!) { group(by: $by) { displayName } }',
  variables: { by },
  data: noGroup,
});

/** The people for whom a where holds, in the order of their names. */
const users = (where: object, names: readonly string[]): Probe => ({
  document: 'query ($where: UserWhere) { users(where: $where, orderBy: [{ field: USER_NAME }]) { totalCount nodes { userName } } }',
  variables: { where },
  data: { users: { totalCount: names.length, nodes: names.map((userName) => ({ userName })) } },
});

const groups = (where: object, names: readonly string[]): Probe => ({
  document: 'query ($where: GroupWhere) { groups(where: $where, orderBy: [{ field: DISPLAY_NAME }]) { totalCount nodes { displayName } } }',
  variables: { where },
  data: { groups: { totalCount: names.length, nodes: names.map((displayName) => ({ displayName })) } },
});

/** The devices for which a where holds, in the order of their names. */
const devices = (where: object, names: readonly string[]): Probe => ({
  document: 'query ($where: DeviceWhere) { devices(where: $where, orderBy: [{ field: NAME }]) { totalCount nodes { name } } }',
  variables: { where },
  data: { devices: { totalCount: names.length, nodes: names.map((name) => ({ name })) } },
});

/** Reads and reports by a name of a device. */
const device = (by: object): Probe[] => [
  { document: 'query ($by: DeviceBy!) { device(by: $by) { name } }', variables: { by }, data: { device: null } },
  mutation('reportFacts', 'device { id }', { device: by, facts: {}, lastCheckInAt: '2026-11-22T08:15:00Z' }, unreached),
];

const mutation = (name: string, selection: string, input: object, codes: string[]): Probe => ({
  document: `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`,
  variables: { input },
  codes,
});

const allPeople = ['my astray', 'my boss', 'my other astray', 'my user'];
const allGroups = ['my group', 'my inner'];

const digest = 'ab'.repeat(32);

/** For every place in the schema that takes an id: what comes of putting foreign ids there. */
export const probes = (mine: Side, foreign: Side): Record<string, Probe[]> => ({
  'UserBy.id': [user({ id: foreign.user }), user({ id: foreign.group })],
  'UserNameKey.connectionId': [user({ userName: { connectionId: foreign.id, userName: 'hidden user' } })],
  'ExternalIdKey.connectionId': [
    user({ externalId: { connectionId: foreign.id, externalId: 'hidden-user' } }),
    group({ externalId: { connectionId: foreign.id, externalId: 'hidden-group' } }),
  ],
  'GroupBy.id': [group({ id: foreign.group }), group({ id: foreign.user })],
  'DisplayNameKey.connectionId': [group({ displayName: { connectionId: foreign.id, displayName: 'hidden group' } })],
  'connection(id:)': [
    { document: 'query ($id: ID!) { connection(id: $id) { name } }', variables: { id: foreign.id }, data: { connection: null } },
  ],
  'node(id:)': [
    foreign.user,
    foreign.group,
    foreign.id,
    foreign.apiKey,
    foreign.connectionToken,
    foreign.oauthClient,
    foreign.device,
    foreign.assignment,
    foreign.policy,
    foreign.template,
  ].map((id) => ({
    document: 'query ($id: ID!) { node(id: $id) { id } }',
    variables: { id },
    data: { node: null },
  })),
  'nodes(ids:)': [
    {
      document: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }',
      variables: { ids: [foreign.user, foreign.boss, mine.user, foreign.group, foreign.id, foreign.apiKey, foreign.oauthClient] },
      data: { nodes: [null, null, { id: mine.user, __typename: 'User' }, null, null, null, null] },
    },
  ],
  'IdComparison.eq': [
    users({ id: { eq: foreign.user } }, []),
    users({ connection: { eq: foreign.id } }, []),
    users({ manager: { id: { eq: foreign.boss } } }, []),
    groups({ id: { eq: foreign.group } }, []),
    groups({ connection: { eq: foreign.id } }, []),
    users({ devices: { any: { id: { eq: foreign.device } } } }, []),
    devices({ id: { eq: foreign.device } }, []),
    devices({ connection: { eq: foreign.id } }, []),
    devices({ assignedUserId: { eq: foreign.user } }, []),
    devices({ assignedUser: { id: { eq: foreign.user } } }, []),
    devices({ not: { assignedUser: { id: { eq: foreign.user } } } }, ['my device']),
  ],
  'IdComparison.ne': [
    users({ id: { ne: foreign.user } }, allPeople),
    groups({ connection: { ne: mine.id } }, []),
    devices({ id: { ne: mine.device } }, []),
  ],
  'IdComparison.in': [users({ id: { in: [foreign.user, mine.user] } }, ['my user']), groups({ id: { in: [foreign.group] } }, [])],
  'IdComparison.notIn': [users({ connection: { notIn: [mine.id] } }, []), groups({ id: { notIn: [foreign.group] } }, allGroups)],
  'GroupMembershipWhere.ids': [
    users({ memberOf: { ids: [foreign.group, foreign.inner] } }, []),
    users({ memberOf: { ids: [foreign.group, mine.inner] } }, ['my user']),
    users({ notMemberOf: { ids: [foreign.group] } }, allPeople),
    users({ or: [{ not: { memberOf: { ids: [mine.group] } } }, { connection: { eq: foreign.id } }] }, ['my astray', 'my other astray']),
    groups({ memberOf: { ids: [foreign.group] } }, []),
  ],
  'GroupMembersWhere.ids': [
    groups({ members: { ids: [foreign.user, foreign.inner], transitive: true } }, []),
    groups({ members: { ids: [foreign.user, mine.user], match: 'ALL' } }, []),
  ],
  'InPoliciesWhere.ids': [users, devices].map((list) => ({
    ...list({ inPolicies: { ids: [foreign.policy] } }, []),
    data: undefined,
    codes: ['INVALID_CONDITION'],
  })),
  'policy(id:)': [{ document: 'query ($id: ID!) { policy(id: $id) { name } }', variables: { id: foreign.policy }, data: { policy: null } }],
  'explain(policyId:)': [explain({ policyId: foreign.policy, userId: mine.user })],
  'explain(userId:)': [
    explain({ policyId: mine.policy, userId: foreign.user }),
    explain({ policyId: foreign.policy, userId: foreign.user }),
  ],
  'explain(deviceId:)': [explain({ policyId: mine.policy, deviceId: foreign.device })],
  'PreviewPolicyInput.policyId': [preview({ policyId: foreign.policy })],
  'PreviewPolicyInput.connectionId': [preview({ connectionId: foreign.id, users: {} })],
  'CreatePolicyInput.connectionId': [mutation('createPolicy', 'policy { id }', { name: 'intruder', connectionId: foreign.id }, unreached)],
  'CreatePolicyInput.include': [
    mutation('createPolicy', 'policy { id }', { name: 'abducted', include: [mine.user, foreign.user] }, unreached),
    mutation('createPolicy', 'policy { id }', { name: 'abducted', include: [foreign.device] }, unreached),
    ...[
      { users: { memberOf: { ids: [foreign.group] } } },
      { users: { not: { reportsTo: { id: foreign.boss } } } },
      { devices: { connection: { ne: foreign.id }, assignedUserId: { ne: foreign.user } } },
      { devices: { inPolicies: { ids: [foreign.policy] } } },
    ].map((rules) => mutation('createPolicy', 'policy { id }', { name: 'asking', ...rules }, ['INVALID_CONDITION', 'FORBIDDEN'])),
  ],
  'CreatePolicyInput.exclude': [mutation('createPolicy', 'policy { id }', { name: 'abducted', exclude: [foreign.user] }, unreached)],
  'UpdatePolicyInput.id': [mutation('updatePolicy', 'policy { id }', { id: foreign.policy, name: 'seized' }, unreached)],
  'PolicyListInput.set': [listed(mine.policy, { set: [foreign.user] }), listed(foreign.policy, { set: [] })],
  'PolicyListInput.add': [listed(mine.policy, { add: [foreign.user] }), listed(foreign.policy, { add: [mine.user] })],
  'PolicyListInput.remove': [listed(foreign.policy, { remove: [foreign.user] })],
  'DeletePolicyInput.id': [mutation('deletePolicy', 'id', { id: foreign.policy }, unreached)],
  'CreateProfileTemplateInput.policyId': [
    mutation('createProfileTemplate', '__typename', { policyId: foreign.policy, name: 'intruder', format: 'PLAIN', body: 'x' }, unreached),
  ],
  'UpdateProfileTemplateInput.id': [mutation('updateProfileTemplate', '__typename', { id: foreign.template, name: 'seized' }, unreached)],
  'DeleteProfileTemplateInput.id': [mutation('deleteProfileTemplate', 'id', { id: foreign.template }, unreached)],
  'ConfirmProfilesInput.deviceId': [confirmed(foreign.device, foreign.template, null), confirmed(foreign.device, mine.template, digest)],
  'ConfirmedProfileInput.templateId': [confirmed(mine.device, foreign.template, digest)],
  'ReportsToWhere.id': [users({ reportsTo: { id: foreign.boss } }, []), users({ not: { reportsTo: { id: foreign.boss } } }, allPeople)],
  'CreateUserInput.connectionId': [mutation('createUser', 'user { id }', { connectionId: foreign.id, userName: 'intruder' }, unreached)],
  'CreateGroupInput.connectionId': [
    mutation('createGroup', 'group { id }', { connectionId: foreign.id, displayName: 'intruders' }, unreached),
  ],
  'CreateGroupInput.memberIds': [
    mutation('createGroup', 'group { id }', { displayName: 'abducted', memberIds: [foreign.user] }, ['UNKNOWN_MEMBER']),
    mutation('createGroup', 'group { id }', { displayName: 'abducted', memberIds: [mine.user, foreign.group] }, ['UNKNOWN_MEMBER']),
  ],
  'GroupMembersInput.add': [addTo(mine.group, { add: [foreign.user] }), addTo(mine.group, { add: [foreign.group] })],
  'GroupMembersInput.set': [addTo(mine.group, { set: [foreign.user] })],
  'GroupMembersInput.remove': [
    {
      ...mutation('updateGroup', 'group { displayName }', { id: mine.group, members: { remove: [foreign.user] } }, []),
      codes: undefined,
      data: { updateGroup: { group: { displayName: 'my group' } } },
    },
    mutation('updateGroup', 'group { id }', { id: foreign.group, members: { remove: [foreign.boss] } }, unreached),
  ],
  'DeviceBy.id': [...device({ id: foreign.device }), ...device({ id: foreign.assignment })],
  'SerialNumberKey.connectionId': device({ serialNumber: { connectionId: foreign.id, serialNumber: 'hidden serial' } }),
  'UdidKey.connectionId': device({ udid: { connectionId: foreign.id, udid: 'hidden udid' } }),
  'RegisterDevicesInput.connectionId': [
    mutation(
      'registerDevices',
      'created',
      { connectionId: foreign.id, devices: [{ serialNumber: 'hidden serial', name: 'seized' }] },
      unreached,
    ),
    mutation('registerDevices', 'created', { connectionId: foreign.id, devices: [{ serialNumber: 'intruder' }] }, unreached),
  ],
  'AssignDevicesInput.connectionId': [
    ...['hidden user', 'my user'].map((userName) =>
      mutation('assignDevices', 'updated', { connectionId: foreign.id, rows: [{ userName, serialNumber: 'hidden serial' }] }, unreached),
    ),
  ],
  'UpdateDeviceInput.id': [mutation('updateDevice', 'device { id }', { id: foreign.device, name: 'seized' }, unreached)],
  'DeleteDeviceInput.id': [mutation('deleteDevice', 'id', { id: foreign.device }, unreached)],
  'AssignDeviceInput.deviceId': [
    mutation('assignDevice', 'device { id }', { deviceId: foreign.device, userId: mine.user }, unreached),
    mutation('assignDevice', 'device { id }', { deviceId: foreign.device, userId: foreign.boss }, unreached),
  ],
  'AssignDeviceInput.userId': [mutation('assignDevice', 'device { id }', { deviceId: mine.device, userId: foreign.user }, unreached)],
  'UnassignDeviceInput.deviceId': [mutation('unassignDevice', 'device { id }', { deviceId: foreign.device }, unreached)],
  'UpdateUserInput.id': [mutation('updateUser', 'user { id }', { id: foreign.user, title: 'seized' }, unreached)],
  'UpdateGroupInput.id': [
    mutation('updateGroup', 'group { id }', { id: foreign.group, displayName: 'seized' }, unreached),
    mutation('updateGroup', 'group { id }', { id: foreign.group, members: { set: [mine.user] } }, unreached),
  ],
  'UpdateConnectionInput.id': [mutation('updateConnection', 'connection { id }', { id: foreign.id, name: 'seized' }, unreached)],
  'DeleteUserInput.id': [mutation('deleteUser', 'id', { id: foreign.user }, unreached)],
  'DeleteGroupInput.id': [mutation('deleteGroup', 'id', { id: foreign.group }, unreached)],
  // Definitions are of all connections: who reaches only some may change none.
  'UpdateAttributeDefinitionInput.id': [
    mutation('updateAttributeDefinition', 'attributeDefinition { id }', { id: foreign.user }, unreached),
  ],
  'DeleteAttributeDefinitionInput.id': [mutation('deleteAttributeDefinition', 'id', { id: foreign.user }, unreached)],
  'UpdateFactDefinitionInput.id': [mutation('updateFactDefinition', 'factDefinition { id }', { id: foreign.user }, unreached)],
  'DeleteFactDefinitionInput.id': [mutation('deleteFactDefinition', 'id', { id: foreign.user }, unreached)],
  'DeleteConnectionInput.id': [mutation('deleteConnection', 'id', { id: foreign.id, deleteResources: true }, unreached)],
  'CreateApiKeyInput.connectionIds': [
    mutation('createApiKey', 'token', { name: 'seized', role: 'READER', connectionIds: [foreign.id] }, unreached),
  ],
  'RotateApiKeyInput.id': [mutation('rotateApiKey', 'token', { id: foreign.apiKey }, unreached)],
  'RevokeApiKeyInput.id': [mutation('revokeApiKey', 'apiKey { id }', { id: foreign.apiKey }, unreached)],
  'ReportHabitsInput.connectionId': [
    mutation('reportHabits', 'connection { id }', { connectionId: foreign.id, habits: [{ habit: 'PASSWORDS', count: 1 }] }, unreached),
  ],
  'RotateConnectionTokenInput.id': [mutation('rotateConnectionToken', 'token', { id: foreign.id }, unreached)],
  'CreateConnectionTokenInput.connectionId': [
    mutation('createConnectionToken', 'token', { connectionId: foreign.id, name: 'intruder' }, unreached),
  ],
  'RevokeConnectionTokenInput.id': [
    mutation('revokeConnectionToken', 'connectionToken { id }', { id: foreign.connectionToken }, unreached),
    mutation('revokeConnectionToken', 'connectionToken { id }', { id: foreign.apiKey }, unreached),
  ],
  'CreateOAuthClientInput.connectionId': [
    mutation('createOAuthClient', 'clientSecret', { connectionId: foreign.id, name: 'intruder' }, unreached),
  ],
  'RotateOAuthClientSecretInput.id': [mutation('rotateOAuthClientSecret', 'clientSecret', { id: foreign.oauthClient }, unreached)],
  'RevokeOAuthClientInput.id': [mutation('revokeOAuthClient', 'oauthClient { id }', { id: foreign.oauthClient }, unreached)],
  'IssueAccessTokenInput.clientId': [
    mutation('issueAccessToken', 'accessToken', { clientId: foreign.oauthClient, clientSecret: mine.clientSecret }, ['UNAUTHENTICATED']),
  ],
});

function addTo(id: string, members: object): Probe {
  return mutation('updateGroup', 'group { id }', { id, members }, ['UNKNOWN_MEMBER']);
}

/** Says what is installed of a template on a device. */
function confirmed(deviceId: string, templateId: string, of: string | null): Probe {
  return mutation('confirmProfiles', '__typename', { deviceId, profiles: [{ templateId, digest: of }] }, unreached);
}

function explain(variables: object): Probe {
  const document =
    'query ($policyId: ID!, $userId: ID, $deviceId: ID) { explain(policyId: $policyId, userId: $userId, deviceId: $deviceId) { text } }';
  return { document, variables: { ...variables }, codes: unreached };
}

function preview(input: object): Probe {
  const document =
    'query ($input: PreviewPolicyInput!) { previewPolicy(input: $input) { users { nodes { userName } } unmatched { sentence } } }';
  return { document, variables: { input }, codes: unreached };
}

/** Lists people in a policy, or takes them off it. */
function listed(id: string, users: object): Probe {
  return mutation('updatePolicy', 'policy { id }', { id, include: { users } }, unreached);
}
