import { isSchemaUri } from '../protocol/attributeName.ts';
import type { JsonObject, ScimDocument } from '../protocol/document.ts';

/** The attributes of other schemas that a document carries, by URN, as they were sent. */
export const toExtensions = (document: ScimDocument, known: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(document).filter(([name]) => isSchemaUri(name) && !known.includes(name)));
