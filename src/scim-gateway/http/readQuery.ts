import { invalidValue } from '../protocol/errors.ts';
import { isSpeakable } from './isSpeakable.ts';

/** Reads a query string: `+` is a space, a dangling `&` or `?` means nothing, names ignore case, nothing is said twice. */
export function readQuery(url: string): ReadonlyMap<string, string> {
  const start = url.indexOf('?');
  const parameters = new Map<string, string>();
  if (start < 0) return parameters;
  for (const pair of url.slice(start + 1).split('&')) {
    if (pair === '') continue;
    const [name, ...rest] = pair.split('=');
    const key = decode(name ?? '').toLowerCase();
    if (parameters.has(key)) throw invalidValue(`The parameter ${JSON.stringify(key)} stands twice in the query. Send it once.`);
    parameters.set(key, decode(rest.join('=')));
  }
  return parameters;
}

function decode(text: string): string {
  const decoded = decodeOrRefuse(text.replaceAll('+', ' '));
  if (!isSpeakable(decoded)) throw invalidValue('The query holds a NUL character. Leave it out.');
  return decoded;
}

function decodeOrRefuse(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidValue('The query is not percent-encoded UTF-8. Encode each value, % itself as %25.');
  }
}
