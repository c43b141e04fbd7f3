import type { JsonObject } from '../protocol/document.ts';
import type { ResourceType } from '../protocol/schema.ts';
import { toETag } from '../toETag.ts';

interface Node {
  id: string;
  version: number;
  createdAt: string;
  updatedAt: string;
}

/** RFC 7643 §3.1. */
export const toMeta = (type: ResourceType, node: Node, baseUrl: string): JsonObject => ({
  resourceType: type.id,
  created: node.createdAt,
  lastModified: node.updatedAt,
  location: `${baseUrl}${type.endpoint}/${node.id}`,
  version: toETag(node.version),
});
