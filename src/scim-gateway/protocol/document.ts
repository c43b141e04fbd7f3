export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  [name: string]: Json;
}

/** A SCIM resource as JSON, every known name in the spelling of its schema. Never changed in place. */
export type ScimDocument = JsonObject;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonObject = (value: Json | undefined): value is JsonObject => isObject(value);

/** An object with one name set, or without it if the value is absent. */
export function withProperty(object: JsonObject, name: string, value: Json | undefined): JsonObject {
  const { [name]: _replaced, ...others } = object;
  return value === undefined ? others : { ...object, [name]: value };
}

/** The spelling in which an object holds a name, or the name itself. */
export const heldAs = (object: object, name: string): string =>
  Object.hasOwn(object, name) ? name : (Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name);
