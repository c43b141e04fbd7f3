import { applyStep } from './applyStep.ts';
import { asDeclared } from './declared.ts';
import { isObject, type ScimDocument } from './document.ts';
import { invalidSyntax, invalidValue } from './errors.ts';
import type { ResourceType } from './schema.ts';
import { schemasOf } from './schemasOf.ts';
import { stepsIn } from './steps.ts';

/** Reads the body of a POST or PUT: what the schemas describe, in their spelling, and what unknown schemas hold, as it was sent. */
export function readDocument(resource: ResourceType, body: unknown): ScimDocument {
  if (!isObject(body)) throw invalidSyntax(`The body must be a ${resource.name} as a JSON object.`);
  const steps = stepsIn(resource, {}, 'replace', body);
  const document = asDeclared(
    resource,
    steps.reduce<ScimDocument>((current, step) => applyStep(resource, current, step), {}),
  );
  const missing = resource.schema.attributes.find(({ name, required }) => required && document[name] === undefined);
  if (missing) throw invalidValue(`${missing.name} is required.`);
  return { schemas: schemasOf(resource, document), ...document };
}
