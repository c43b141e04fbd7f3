import { withPresentUrn } from '../dialects/formerUrns.ts';

/** The name of an attribute as it was written; a URN in front of it is that of its schema. */
export interface AttributeName {
  urn?: string;
  name: string;
  sub?: string;
}

/** RFC 7643 §2.1; the one name with a dollar sign is `$ref`. */
const nameSyntax = /^(?:[a-z][\w-]*|\$ref)$/i;

export const isName = (text: string) => nameSyntax.test(text);

/** Schemas are named by URIs (RFC 7643 §3), mostly by URNs; the names of attributes have no colon. */
export const isSchemaUri = (text: string) => /^[a-z][a-z\d+.-]*:./i.test(text);

/** Reads `attribute`, `attribute.sub` and both behind the URN of a schema, whose dots separate nothing. */
export function readAttributeName(text: string): AttributeName | undefined {
  const { urn, rest } = splitUrn(withPresentUrn(text));
  const [name = '', sub, ...more] = rest.split('.', 3);
  if (more.length > 0 || !isName(name) || (sub !== undefined && !isName(sub))) return undefined;
  return { ...(urn && { urn }), name, ...(sub !== undefined && { sub }) };
}

/** Reads the URN of a schema that cannot be mistaken for an attribute of another one, such as `urn:acme:badge:1.0`. */
export const readSchemaUrn = (text: string): AttributeName | undefined =>
  isSchemaUri(text) && !text.includes('__proto__') ? { urn: text, name: '' } : undefined;

/** The URN of the schema that a name may be: only the known schemas tell `…:2.0:User` from the attribute `User` of `…:2.0`. */
export const asSchemaUrn = ({ urn, name, sub }: AttributeName): string | undefined =>
  urn && `${urn}${name && `:${name}`}${sub === undefined ? '' : `.${sub}`}`;

const splitUrn = (text: string): { urn?: string; rest: string } => {
  const colon = text.lastIndexOf(':');
  const urn = text.slice(0, Math.max(colon, 0));
  return isSchemaUri(urn) ? { urn, rest: text.slice(colon + 1) } : { rest: text };
};
