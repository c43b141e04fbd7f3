import { Unreadable } from '#filter/unreadable.ts';
import type { ScimError } from './errors.ts';

/** What a text is read as; one that cannot be read is refused in the words of SCIM. */
export function refusedAs<Read>(refusal: (detail: string) => ScimError, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    throw error instanceof Unreadable ? refusal(error.message) : error;
  }
}
