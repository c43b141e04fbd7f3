import { entraUrns } from './entra.ts';
import { oneLoginUrns } from './oneLogin.ts';

/** A name with its schema's present URN, if it carries a former or a misspelt one. */
export const withPresentUrn = (name: string): string =>
  [...entraUrns, ...oneLoginUrns].reduce((text, [former, present]) => text.replace(former, present), name);

/** Whether a name carries such a URN, or is one. */
export const hasFormerUrn = (name: string): boolean => withPresentUrn(name) !== name || /^urn:scim:schemas:/i.test(name);
