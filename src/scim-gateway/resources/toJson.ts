import type { Json, JsonObject } from '../protocol/document.ts';

/** Leaves out what is unassigned: null, empty lists and empty objects (RFC 7643 §2.5). */
export const assigned = (fields: Record<string, unknown>): JsonObject =>
  Object.fromEntries(Object.entries(fields as JsonObject).filter(([, value]) => isAssigned(value)));

const isAssigned = (value: Json | undefined): boolean => {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
};

export const textOrNull = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
