import { unwrapped } from '../dialects/entra.ts';
import { clears } from '../dialects/okta.ts';
import { readAttributeName } from './attributeName.ts';
import { isObject, type ScimDocument } from './document.ts';
import { invalidValue, noTarget, sentTwice } from './errors.ts';
import type { Operation } from './operations.ts';
import { isReadOnly, resolve } from './resolve.ts';
import type { ResourceType, Schema } from './schema.ts';
import { type Target, targetOfKey, targetOfPath } from './target.ts';

/** One thing that an operation does to one attribute, or to a schema as a whole. */
export interface Step {
  op: Operation['op'];
  target: Target;
  value?: unknown;
}

/** The steps of an operation on a document: one, if it has a path, else one for each key of its value. */
export function stepsOf(resource: ResourceType, document: ScimDocument, { op, path, value }: Operation): Step[] {
  if (path !== undefined) return stepsAt(resource, { op, target: targetOfPath(resource, document, path, value), value });
  if (op === 'remove') throw noTarget('A remove needs a path.');
  return stepsIn(resource, document, op, value);
}

/** What an object says about a resource: its keys are attributes, paths, or URNs of schemas; what the resource does not have is ignored. */
export const stepsIn = (resource: ResourceType, document: ScimDocument, op: Operation['op'], sent: unknown): Step[] => {
  const steps = Object.entries(objectIn(sent)).flatMap(([key, value]) => {
    const target = targetOfKey(resource, document, key, value);
    return target && !isGiven(target) ? stepsAt(resource, { op, target, value }) : [];
  });
  refuseTwice(steps);
  return steps;
};

/** The names of an object have no order, so that none of two spellings of one attribute is the later one. */
function refuseTwice(steps: readonly Step[]): void {
  const seen = new Set<string>();
  for (const { target } of steps) {
    if (target.kind !== 'attribute') continue;
    const { attribute, subAttribute, extension } = target.resolved;
    const name = subAttribute ? `${attribute.name}.${subAttribute.name}` : attribute.name;
    const place = JSON.stringify([extension, name, target.filter]);
    if (seen.has(place)) throw sentTwice(name);
    seen.add(place);
  }
}

/** A value for a known schema is one for its attributes. */
const stepsAt = (resource: ResourceType, step: Step): Step[] => {
  const { op, target, value } = step;
  return target.kind === 'schema' && op !== 'remove' && !clears(value) ? stepsInSchema(resource, target.schema, op, value) : [step];
};

const stepsInSchema = (resource: ResourceType, schema: Schema, op: Operation['op'], sent: unknown): Step[] =>
  Object.entries(objectIn(sent)).flatMap(([key, value]): Step[] => {
    const name = readAttributeName(key);
    const resolved = name && resolve(resource, { urn: schema.id, ...name });
    return resolved && !isReadOnly(resolved) ? [{ op, target: { kind: 'attribute', resolved }, value }] : [];
  });

/** Okta and Entra send back what they read: ids, groups and meta beside what they mean to change. */
const isGiven = (target: Target) => target.kind === 'attribute' && isReadOnly(target.resolved);

const objectIn = (sent: unknown): Record<string, unknown> => {
  const object = unwrapped(sent);
  if (!isObject(object)) throw invalidValue('An operation on a whole resource or schema needs an object of attributes as its value.');
  return object;
};
