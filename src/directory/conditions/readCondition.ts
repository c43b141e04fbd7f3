import { type Attribute, attributeNamed, attributes } from './attributes.ts';
import { comparedKind } from './comparisons.ts';
import { type Condition, type Containment, ownSizeOf, type RootSubject, type Subject, sizeOf } from './condition.ts';
import type { Definitions } from './definitions.ts';
import { InvalidCondition } from './invalidCondition.ts';
import type { ComparedKind } from './kinds.ts';
import { chainLengths } from './managers.ts';
import { operatorNamed } from './operators.ts';
import { readCollection, readTextElement } from './readCollection.ts';
import { allOf, readComparison, readFields, readSomeFields } from './readComparison.ts';
import { readAttribute, readFact } from './readDeclared.ts';
import { readBoolean, readList, readText } from './readOperand.ts';

export const limits = { nodes: 200, nodesWithPolicies: 1000, patterns: 8, depth: 10, bytes: 16 * 1024 };

/** How many wheres a where stands in, itself included, and what is declared. */
type Scope = { depth: number; definitions: Definitions };

/** A field of a where that is being read. */
type Field = Scope & { subject: Subject; name: string; path: string };

const within = ({ depth, definitions }: Scope): Scope => ({ depth: depth + 1, definitions });

type Reader<Kind> = (field: Field, raw: unknown, attribute: Attribute & { kind: Kind }) => Condition;

const comparison =
  (kind: ComparedKind): Reader<ComparedKind> =>
  ({ subject, name, path }, raw) =>
    readComparison(kind, path, raw, (comparison) => ({ kind: 'compare', subject, attribute: name, ...comparison }));

const collection: Reader<'collection'> = ({ subject, name, path, ...scope }, raw, { of }) =>
  readCollection(path, raw, { subject, attribute: name }, (at, where) =>
    of === 'Text' ? readTextElement(at, where) : readWhere(of, at, where, within(scope)),
  );

const connective =
  (kind: 'and' | 'or'): Reader<'and' | 'or'> =>
  ({ subject, path, ...scope }, raw) => ({
    kind,
    conditions: readList(path, raw, (at, where) => readWhere(subject, at, where, within(scope))),
  });

function readMatch(path: string, raw: unknown): Containment['match'] {
  if (raw === 'ANY' || raw === 'ALL') return raw;
  throw new InvalidCondition(path, 'must be ANY or ALL.');
}

/** Whose members, or whose groups; nothing is a member of no group, so that a list must name some. */
const containment =
  (kind: Containment['kind'], usuallyTransitive: boolean): Reader<'memberOf' | 'notMemberOf' | 'members'> =>
  ({ subject, path }, raw) => {
    const {
      ids,
      match = 'ANY',
      transitive = usuallyTransitive,
    } = Object.fromEntries(readSomeFields(path, raw, ['ids', 'match', 'transitive']));
    const named = readList(`${path}.ids`, ids, (at, id) => readText(at, id, 'an id'));
    if (named.length === 0) throw new InvalidCondition(`${path}.ids`, 'is empty: name at least one.');
    return {
      kind,
      subject,
      ids: named,
      match: readMatch(`${path}.match`, match),
      transitive: readBoolean(`${path}.transitive`, transitive),
    };
  };

const memberOf = containment('memberOf', true);

/** A policy has a condition on people and one on devices: which is asked goes by whom it is asked of. */
const inPolicies: Reader<'inPolicies'> = ({ subject, path, definitions }, raw) => {
  const { ids, match = 'ANY' } = Object.fromEntries(readSomeFields(path, raw, ['ids', 'match']));
  const policies = readList(`${path}.ids`, ids, (at, id) => {
    const policy = definitions.policies.get(readText(at, id, 'an id').toLowerCase());
    if (policy === undefined) throw new InvalidCondition(at, 'is the id of no policy in reach. Ask policies for those that there are.');
    if (policy.broken !== undefined)
      throw new InvalidCondition(
        at,
        `is the id of a policy that cannot be read any more, and so is for nobody: ${JSON.stringify(policy.name)}. Change that one first.`,
      );
    const { id: named, name, hidden } = policy;
    return { id: named, name, condition: subject === 'User' ? policy.User : policy.Device, ...(hidden && { hidden }) };
  });
  if (policies.length === 0) throw new InvalidCondition(`${path}.ids`, 'is empty: name at least one.');
  return { kind: 'inPolicies', match: readMatch(`${path}.match`, match), policies };
};

const reportsTo: Reader<'reportsTo'> = ({ path }, raw) => {
  const { id, maxDepth = chainLengths.usual } = Object.fromEntries(readSomeFields(path, raw, ['id', 'maxDepth']));
  if (typeof maxDepth !== 'number' || !Number.isInteger(maxDepth) || maxDepth < 1 || maxDepth > chainLengths.longest) {
    throw new InvalidCondition(`${path}.maxDepth`, `must be a whole number from 1 to ${chainLengths.longest}.`);
  }
  return { kind: 'reportsTo', id: readText(`${path}.id`, id, 'an id'), maxDepth };
};

/** The user of a device: a where on people, or alone, whether there is one. */
const assignedUser: Reader<'assignedUser'> = ({ path, ...scope }, raw) => {
  const fields = readFields(path, raw, [...Object.keys(attributes.User), 'exists']);
  const exists = fields.find(([name]) => name === 'exists');
  if (exists === undefined) return { kind: 'assignedUser', condition: readWhere('User', path, raw, within(scope)) };
  if (fields.length > 1) throw new InvalidCondition(`${path}.exists`, 'must stand alone: who satisfies a condition exists.');
  const condition: Condition = { kind: 'assignedUser', condition: allOf([]) };
  return readBoolean(`${path}.exists`, exists[1]) ? condition : { kind: 'not', condition };
};

const readers: { [Kind in Attribute['kind']]: Reader<Kind> } = {
  string: comparison('string'),
  exactString: comparison('exactString'),
  boolean: comparison('boolean'),
  id: comparison('id'),
  number: comparison('number'),
  dateTime: comparison('dateTime'),
  version: comparison('version'),
  assignmentSource: comparison('assignmentSource'),
  part: ({ path, ...scope }, raw, { of }) => {
    readSomeFields(path, raw, Object.keys(attributes[of]));
    return readWhere(of, path, raw, scope);
  },
  collection,
  and: connective('and'),
  or: connective('or'),
  not: ({ subject, path, ...scope }, raw) => ({ kind: 'not', condition: readWhere(subject, path, raw, within(scope)) }),
  manager: ({ path, ...scope }, raw) => ({ kind: 'manager', condition: readWhere('User', path, raw, within(scope)) }),
  assignedUser,
  reportsTo,
  memberOf,
  notMemberOf: (field, raw, attribute) => ({ kind: 'not', condition: memberOf(field, raw, attribute) }),
  members: containment('members', false),
  extension: ({ path, definitions }, raw) => readAttribute(path, raw, definitions),
  facts: ({ path, definitions }, raw) => readFact(path, raw, definitions),
  inPolicies,
};

/** Reads what is asked by the name of its attribute. */
function readField(field: Field, raw: unknown): Condition {
  const attribute = attributeNamed(field.subject, field.name);
  if (attribute === undefined) throw new InvalidCondition(field.path, 'is unknown.');
  // The table's type promises that the reader found under a kind takes attributes of this kind.
  return (readers[attribute.kind] as Reader<Attribute['kind']>)(field, raw, attribute);
}

function readWhere(subject: Subject, path: string, raw: unknown, { depth, definitions }: Scope): Condition {
  if (depth > limits.depth) throw new InvalidCondition(path, `is more than ${limits.depth} deep: ask with fewer levels.`);
  const fields = readFields(path, raw, Object.keys(attributes[subject]));
  return allOf(fields.map(([name, value]) => readField({ subject, name, path: `${path}.${name}`, depth, definitions }, value)));
}

const isPattern = (node: Condition): boolean => 'operator' in node && operatorNamed(comparedKind(node), node.operator)?.takes === 'pattern';

/** PostgreSQL keeps 32 patterns ready, ours and those of a policy's two conditions among them; of more than that, it would prepare each anew for every row. */
function refuseManyPatterns(condition: Condition, path: string): void {
  const patterns = sizeOf(condition, isPattern);
  if (patterns <= limits.patterns) return;
  throw new InvalidCondition(
    path,
    `has ${patterns} patterns, those of the policies that it names among them: ask with at most ${limits.patterns}; one pattern may give several to choose from, as in ^(LAB|ART)-.`,
  );
}

/**
 * The condition that a `where` asks, or InvalidCondition; the only way from input, or from a stored where, to a condition. `path` is where it stands: what
 * refusals begin with.
 */
export function readCondition(subject: RootSubject, where: unknown, definitions: Definitions, path = 'where'): Condition {
  const condition = readWhere(subject, path, where ?? {}, { depth: 1, definitions });
  const nodes = ownSizeOf(condition);
  if (nodes > limits.nodes) {
    throw new InvalidCondition(
      path,
      `has ${nodes} nodes: ask with at most ${limits.nodes}; a list of values may replace many comparisons.`,
    );
  }
  const all = sizeOf(condition);
  if (all > limits.nodesWithPolicies) {
    throw new InvalidCondition(
      path,
      `has ${all} nodes with the conditions of the policies that it names: ask with at most ${limits.nodesWithPolicies}.`,
    );
  }
  refuseManyPatterns(condition, path);
  const bytes = Buffer.byteLength(JSON.stringify(where ?? {}));
  if (bytes > limits.bytes) throw new InvalidCondition(path, `takes ${bytes} bytes as JSON: ask with at most ${limits.bytes}.`);
  return condition;
}
