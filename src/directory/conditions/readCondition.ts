import { type Attribute, attributeNamed, attributes } from './attributes.ts';
import { type Condition, type Containment, type Quantified, type Subject, sizeOf } from './condition.ts';
import { InvalidCondition } from './invalidCondition.ts';
import type { ComparedKind } from './kinds.ts';
import { chainLengths } from './managers.ts';
import { allOf, readComparison, readFields, readSomeFields } from './readComparison.ts';
import { readBoolean, readList, readText } from './readOperand.ts';

const limits = { nodes: 200, depth: 10, bytes: 16 * 1024 };

/** A field of a where that is being read, and how many wheres it stands in. */
type Field = { subject: Subject; name: string; path: string; depth: number };

type Reader<Kind> = (field: Field, raw: unknown, attribute: Attribute & { kind: Kind }) => Condition;

const comparison =
  (kind: ComparedKind): Reader<ComparedKind> =>
  ({ subject, name, path }, raw) =>
    readComparison(kind, path, raw, (comparison) => ({ kind: 'compare', subject, attribute: name, ...comparison }));

const quantifiers: readonly string[] = ['any', 'all', 'none'] satisfies Quantified['kind'][];
const isQuantifier = (name: string): name is Quantified['kind'] => quantifiers.includes(name);

const collection: Reader<'collection'> = ({ subject, name, path, depth }, raw, { of }) =>
  allOf(
    readSomeFields(path, raw, [...quantifiers, 'count']).map(([asked, operand]) => {
      const at = `${path}.${asked}`;
      return isQuantifier(asked)
        ? { kind: asked, subject, attribute: name, condition: readWhere(of, at, operand, depth + 1) }
        : readComparison('number', at, operand, (comparison) => ({ kind: 'count', subject, attribute: name, ...comparison }));
    }),
  );

const connective =
  (kind: 'and' | 'or'): Reader<'and' | 'or'> =>
  ({ subject, path, depth }, raw) => ({ kind, conditions: readList(path, raw, (at, where) => readWhere(subject, at, where, depth + 1)) });

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

const reportsTo: Reader<'reportsTo'> = ({ path }, raw) => {
  const { id, maxDepth = chainLengths.usual } = Object.fromEntries(readSomeFields(path, raw, ['id', 'maxDepth']));
  if (typeof maxDepth !== 'number' || !Number.isInteger(maxDepth) || maxDepth < 1 || maxDepth > chainLengths.longest) {
    throw new InvalidCondition(`${path}.maxDepth`, `must be a whole number from 1 to ${chainLengths.longest}.`);
  }
  return { kind: 'reportsTo', id: readText(`${path}.id`, id, 'an id'), maxDepth };
};

const extensionTypes: readonly string[] = ['string', 'number', 'boolean', 'dateTime', 'version'] satisfies ComparedKind[];
const isExtensionType = (name: string): name is ComparedKind => extensionTypes.includes(name);

/** The attribute's name stands behind the last colon of the key. */
function readKey(path: string, raw: unknown): { urn: string; name: string } {
  const [, urn, name] = /^([a-z][a-z0-9+.-]*:.*[^:]):([^:]+)$/is.exec(readText(path, raw)) ?? [];
  if (urn === undefined || name === undefined)
    throw new InvalidCondition(path, 'must be the URI of a schema, a colon, and the name of an attribute.');
  return { urn, name };
}

const extension: Reader<'extension'> = ({ path }, raw) => {
  const fields = readSomeFields(path, raw, ['key', 'exists', ...extensionTypes]);
  const key = readKey(`${path}.key`, Object.fromEntries(fields).key);
  const [compared, ...others] = fields.filter(([name]) => name !== 'key');
  if (compared === undefined || others.length > 0) {
    throw new InvalidCondition(path, `must compare the attribute as exactly one of: ${extensionTypes.join(', ')}; or ask exists.`);
  }
  const [type, operand] = compared;
  if (type === 'exists') {
    const present: Condition = { kind: 'extensionPresent', ...key };
    return readBoolean(`${path}.exists`, operand) ? present : { kind: 'not', condition: present };
  }
  if (!isExtensionType(type)) throw new InvalidCondition(`${path}.${type}`, 'is unknown.');
  return readComparison(type, `${path}.${type}`, operand, (comparison) => ({ kind: 'extension', ...key, type, ...comparison }));
};

const readers: { [Kind in Attribute['kind']]: Reader<Kind> } = {
  string: comparison('string'),
  exactString: comparison('exactString'),
  boolean: comparison('boolean'),
  id: comparison('id'),
  number: comparison('number'),
  dateTime: comparison('dateTime'),
  version: comparison('version'),
  part: ({ path, depth }, raw, { of }) => {
    readSomeFields(path, raw, Object.keys(attributes[of]));
    return readWhere(of, path, raw, depth);
  },
  collection,
  and: connective('and'),
  or: connective('or'),
  not: ({ subject, path, depth }, raw) => ({ kind: 'not', condition: readWhere(subject, path, raw, depth + 1) }),
  manager: ({ path, depth }, raw) => ({ kind: 'manager', condition: readWhere('User', path, raw, depth + 1) }),
  reportsTo,
  memberOf,
  notMemberOf: (field, raw, attribute) => ({ kind: 'not', condition: memberOf(field, raw, attribute) }),
  members: containment('members', false),
  extension,
};

/** Reads what is asked by the name of its attribute. */
function readField(field: Field, raw: unknown): Condition {
  const attribute = attributeNamed(field.subject, field.name);
  if (attribute === undefined) throw new InvalidCondition(field.path, 'is unknown.');
  // The table's type promises that the reader found under a kind takes attributes of this kind.
  return (readers[attribute.kind] as Reader<Attribute['kind']>)(field, raw, attribute);
}

function readWhere(subject: Subject, path: string, raw: unknown, depth: number): Condition {
  if (depth > limits.depth) throw new InvalidCondition(path, `is more than ${limits.depth} deep: ask with fewer levels.`);
  const fields = readFields(path, raw, Object.keys(attributes[subject]));
  return allOf(fields.map(([name, value]) => readField({ subject, name, path: `${path}.${name}`, depth }, value)));
}

/** The condition that a `where` asks, or InvalidCondition; the only way from input, or from a stored where, to a condition. */
export function readCondition(subject: 'User' | 'Group', where: unknown): Condition {
  const condition = readWhere(subject, 'where', where ?? {}, 1);
  const nodes = sizeOf(condition);
  if (nodes > limits.nodes) {
    throw new InvalidCondition(
      'where',
      `has ${nodes} nodes: ask with at most ${limits.nodes}; a list of values may replace many comparisons.`,
    );
  }
  const bytes = Buffer.byteLength(JSON.stringify(where ?? {}));
  if (bytes > limits.bytes) throw new InvalidCondition('where', `takes ${bytes} bytes as JSON: ask with at most ${limits.bytes}.`);
  return condition;
}
