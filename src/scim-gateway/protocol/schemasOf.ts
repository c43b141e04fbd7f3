import { isSchemaUri } from './attributeName.ts';
import type { ScimDocument } from './document.ts';
import type { ResourceType } from './schema.ts';

/** The URNs of the schemas that a document holds attributes of (RFC 7643 §3). */
export const schemasOf = (resource: ResourceType, document: ScimDocument): string[] => [
  resource.schema.id,
  ...Object.keys(document).filter(isSchemaUri),
];
