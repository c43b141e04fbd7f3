import type { JsonObject, ScimDocument } from '../protocol/document.ts';
import type { ResourceType } from '../protocol/schema.ts';
import { toETag } from '../toETag.ts';

interface Node {
  id: string;
  version: number;
  createdAt: string;
  updatedAt: string;
}

/** A document that knows its entity tag. */
export type Versioned = ScimDocument & { meta: JsonObject & { version: string } };

/** RFC 7643 §3.1; `derived` is what the document shows of other resources, if anything. */
export const toMeta = (type: ResourceType, node: Node, baseUrl: string, derived: unknown): Versioned['meta'] => ({
  resourceType: type.id,
  created: node.createdAt,
  lastModified: node.updatedAt,
  location: `${baseUrl}${type.endpoint}/${node.id}`,
  version: toETag(node.version, derived),
});
