import fc from 'fast-check';
import { type DeclaredAttribute, type Definitions, declaredKinds, noDefinitions } from '#directory/conditions/definitions.ts';
import { type PolicyRules, readPolicies } from '#directory/conditions/policyConditions.ts';
import { manualConnectionId } from '#directory/session.ts';
import type { AttributeType, FactType } from '#generated/prisma/client.ts';
import { instants, numbers, scalar, versions, word } from './values.ts';

/** The schema of the attributes that are declared, beside those that are not. */
export const declaredUrn = 'urn:acme:2.0:Declared';

/** A key for each type; two more hold lists. */
const attributes: Record<string, Pick<DeclaredAttribute, 'type' | 'multiValued'>> = {
  floor: { type: 'STRING', multiValued: false },
  badge: { type: 'NUMBER', multiValued: false },
  remote: { type: 'BOOLEAN', multiValued: false },
  since: { type: 'DATE_TIME', multiValued: false },
  agent: { type: 'VERSION', multiValued: false },
  teams: { type: 'STRING', multiValued: true },
  scores: { type: 'NUMBER', multiValued: true },
};

const facts: readonly (readonly [key: string, type: FactType])[] = [
  ['hostname', 'STRING'],
  ['diskFreeGb', 'NUMBER'],
  ['firewall', 'BOOLEAN'],
  ['bootedAt', 'DATE_TIME'],
  ['browser', 'VERSION'],
  ['apps', 'LIST'],
  ['constructor', 'LIST'],
];

const declarations: Definitions = {
  ...noDefinitions,
  attributes: new Map(
    Object.entries(attributes).map(([key, { type, multiValued }]) => [
      key,
      { key, schema: declaredUrn, name: `its ${key}`, type, multiValued },
    ]),
  ),
  facts: new Map(facts.map(([key, type]) => [key, { key, type }])),
};

export const numbered = (at: number) => `0190b2c4-0000-7000-8000-dddd${String(at).padStart(8, '0')}`;

const rules: readonly Pick<PolicyRules, 'users' | 'devices' | 'enabled'>[] = [
  { enabled: true, users: { department: { startsWith: 's' } }, devices: null },
  { enabled: true, users: null, devices: { or: [{ supervised: { eq: true } }, { assignedUser: { active: { eq: false } } }] } },
  {
    enabled: true,
    users: { not: { inPolicies: { ids: [numbered(0)] } } },
    devices: { inPolicies: { ids: [numbered(0), numbered(1)], match: 'ANY' } },
  },
  { enabled: false, users: {}, devices: {} },
  { enabled: true, users: null, devices: null },
];

/** Policies on people, on devices, on both and on neither, that name each other; the second is of one connection. */
export const policies: readonly PolicyRules[] = rules.map((rule, at) => ({
  ...rule,
  id: numbered(at),
  name: `Policy ${at}`,
  connectionId: at === 1 ? manualConnectionId : null,
}));

export const definitions: Definitions = { ...declarations, policies: readPolicies(policies, declarations) };

const valuesOf: Record<AttributeType, fc.Arbitrary<unknown>> = {
  STRING: word,
  NUMBER: fc.oneof(fc.constantFrom(...numbers), fc.nat(5)),
  BOOLEAN: fc.boolean(),
  DATE_TIME: fc.constantFrom(...instants),
  VERSION: fc.constantFrom(...versions),
};

/** Values of the type, and a few that were there before it was declared. */
const mostly = (value: fc.Arbitrary<unknown>) => fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: scalar });

const factValue = (type: FactType) => mostly(type === 'LIST' ? fc.array(mostly(word), { maxLength: 3 }) : valuesOf[type]);

export const declaredAttributes = fc.record(
  Object.fromEntries(
    [...definitions.attributes.values()].map(({ name, type, multiValued }) => [
      name,
      mostly(multiValued ? fc.array(mostly(valuesOf[type]), { maxLength: 3 }) : valuesOf[type]),
    ]),
  ),
  { requiredKeys: [] },
);

export const reportedFacts = fc.record(Object.fromEntries(facts.map(([key, type]) => [key, factValue(type)])), {
  requiredKeys: [],
});

/** How each is asked for: by its key, an attribute also by its path. */
export const askedAttributes = [...definitions.attributes.values()].flatMap(({ key, schema, name, type }) => [
  { key, kind: declaredKinds[type] },
  { key: `${schema}:${name}`, kind: declaredKinds[type] },
]);
export const askedFacts = facts.map(([key, type]) => ({ key, kind: type === 'LIST' ? 'list' : declaredKinds[type] }) as const);
