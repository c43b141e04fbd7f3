/** A rule of graphql-eslint that is not taken as it comes, and why. */
export const options: Record<string, { reason: string; options: object }> = {
  'strict-id-in-types': {
    reason: 'Pages, edges and payloads hold what has an id; these types are values, equal when their parts are.',
    options: {
      exceptions: {
        suffixes: ['Connection', 'Edge', 'Payload'],
        types: [
          'Address',
          'AssignedDevice',
          'BrokenReference',
          'DeviceAccountMatch',
          'ExplainedNode',
          'InstalledProfile',
          'MemberColumns',
          'MultiValue',
          'Name',
          'ObservedHabit',
          'PageInfo',
          'PolicyCondition',
          'PolicyExplanation',
          'PolicyListing',
          'PolicyPreview',
          'ProfileFailure',
          'ProfileVariable',
          'RegisteredDevice',
          'RenderedProfile',
          'RowError',
          'UnmatchedPart',
        ],
      },
    },
  },
  'relay-edge-types': {
    reason: 'Edges have nodes beside them. That every other list is paged, or has a reason of its own, is tested in schema.test.ts.',
    options: { listTypeCanWrapOnlyEdgeType: false },
  },
};

export interface Exception {
  reason: string;
  rules: string[];
  /** Where, as coordinates. */
  at?: string[];
  /** Or all fields of this type. */
  fieldsOf?: string;
}

/** What the linters find and what stays as it is, each with its reason. */
export const exceptions: Exception[] = [
  {
    reason: 'The connection of an identity provider is a noun of this product and no page of a list.',
    rules: ['@graphql-eslint/relay-connection-types', 'relay-connection-types-spec'],
    at: ['Connection'],
  },
  {
    reason: 'It returns the connection of an identity provider, not a page.',
    rules: ['@graphql-eslint/relay-arguments', 'relay-connection-arguments-spec'],
    fieldsOf: 'Connection',
  },
  {
    reason: 'These are the connections of identity providers, not pages.',
    rules: ['@graphql-eslint/relay-arguments'],
    at: ['ConnectionConnection.nodes'],
  },
  {
    reason: 'A match is a part of its device, and has no id beside the device’s.',
    rules: ['@graphql-eslint/relay-edge-types'],
    at: ['DeviceAccountMatchEdge'],
  },
  {
    reason: 'What a policy lists or names is a part of the policy, and has no id beside those of the policy and of whom it is about.',
    rules: ['@graphql-eslint/relay-edge-types'],
    at: ['BrokenReferenceEdge', 'PolicyListingEdge'],
  },
  {
    reason: 'A profile on a device has no id beside those of the device and the template.',
    rules: ['@graphql-eslint/relay-edge-types'],
    at: ['InstalledProfileEdge', 'RenderedProfileEdge'],
  },
  {
    reason: 'A line of a history is asked for as a part of it.',
    rules: ['@graphql-eslint/relay-edge-types'],
    at: ['PolicyChangeEdge'],
  },
  {
    reason: 'RFC 7643 §4.1 names them.',
    rules: ['@graphql-eslint/no-typename-prefix'],
    at: ['User.userName', 'User.userType'],
  },
  {
    reason: 'It is the plural of a noun, not a prefix: the groups that a group is in.',
    rules: ['@graphql-eslint/no-typename-prefix'],
    at: ['Group.groups'],
  },
];
