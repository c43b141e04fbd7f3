import { applyStep } from './applyStep.ts';
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
  const patched = operations.reduce((current, operation) => applyOperation(resource, current, operation), document);
  refuseUnassigned(resource, document, patched);
  return { ...patched, schemas: schemasOf(resource, patched) };
}

const applyOperation = (resource: ResourceType, document: ScimDocument, operation: Operation): ScimDocument =>
  stepsOf(resource, document, operation).reduce((current, step) => applyStep(resource, current, step), document);

/** RFC 7644 §3.5.2.2: a required attribute cannot become unassigned. */
const refuseUnassigned = (resource: ResourceType, before: ScimDocument, after: ScimDocument) => {
  const lost = resource.schema.attributes.find(({ name, required }) => required && before[name] !== undefined && after[name] === undefined);
  if (lost) throw mutability(`${lost.name} is required and cannot be cleared.`);
};
