import { isObject } from '../protocol/document.ts';

/** Salesforce repeats the attribute inside the value of an operation on it: `"path": "members", "value": {"members": […]}` (scimitar). */
export const withoutRepeatedName = (name: string, value: unknown): unknown => {
  if (!isObject(value)) return value;
  const repeated = Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return repeated ? repeated[1] : value;
};
