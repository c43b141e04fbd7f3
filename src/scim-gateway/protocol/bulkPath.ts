import { invalidValue, noSuchEndpoint } from './errors.ts';

/** What the path of a bulk operation is about: a type of resources, or one resource of it. */
export interface BulkPath {
  endpoint: string;
  id?: string;
}

/** Reads a path relative to the SCIM URL, whose references are replaced already. */
export function readBulkPath(path: string): BulkPath {
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(path))
    throw invalidValue('The path of a bulk operation is relative to the SCIM URL, such as /Users/{id}.');
  if (/[?#]/.test(path))
    throw invalidValue('The path of a bulk operation has no query. Its answer carries no resource that could be selected from.');
  const [endpoint = '', id, ...more] = path.replace(/^\//, '').replace(/\/$/, '').split('/').map(decoded);
  if (endpoint === '' || id === '' || more.length > 0) throw noSuchEndpoint(path);
  return { endpoint: `/${endpoint}`, ...(id !== undefined && { id }) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidValue('The path of a bulk operation is not percent-encoded UTF-8.');
  }
}
