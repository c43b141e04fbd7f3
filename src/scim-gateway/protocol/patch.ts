import { applyStep } from './applyStep.ts';
import { asDeclared } from './declared.ts';
import type { ScimDocument } from './document.ts';
import { mutability, tooMany } from './errors.ts';
import { type Operation, readOperations } from './operations.ts';
import type { ResourceType } from './schema.ts';
import { schemasOf } from './schemasOf.ts';
import { stepsOf } from './steps.ts';

const maxOperations = 1000;

/** The document after a PATCH (RFC 7644 §3.5.2): after all of it, or none. */
export const applyPatch = (resource: ResourceType, document: ScimDocument, body: unknown): ScimDocument =>
  applyOperations(resource, document, readOperations(body));

export function applyOperations(resource: ResourceType, document: ScimDocument, operations: readonly Operation[]): ScimDocument {
  if (operations.length > maxOperations)
    throw tooMany(`A PATCH has at most ${maxOperations} operations; this one has ${operations.length}.`);
  // As declared before, too: what joins a list must find one.
  const before = asDeclared(resource, document);
  const patched = asDeclared(
    resource,
    operations.reduce((current, operation) => applyOperation(resource, current, operation), before),
  );
  return { ...patched, schemas: schemasOf(resource, patched) };
}

function applyOperation(resource: ResourceType, document: ScimDocument, operation: Operation): ScimDocument {
  const steps = stepsOf(resource, document, operation);
  const changed = steps.reduce((current, step) => applyStep(resource, current, step), document);
  refuseUnassigned(resource, document, changed);
  return changed;
}

/** RFC 7644 §3.5.2.2: a required attribute cannot become unassigned. */
const refuseUnassigned = (resource: ResourceType, before: ScimDocument, after: ScimDocument) => {
  const lost = resource.schema.attributes.find(({ name, required }) => required && before[name] !== undefined && after[name] === undefined);
  if (lost) throw mutability(`${lost.name} is required and cannot be cleared.`);
};
