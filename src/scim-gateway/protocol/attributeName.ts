import { withPresentUrn } from '../dialects/formerUrns.ts';

/** The name of an attribute as it was written; a URN in front of it is that of its schema. */
export interface AttributeName {
  urn?: string;
  name: string;
  sub?: string;
}

/** RFC 7643 §2.1; the one name with a dollar sign is `$ref`. */
const nameSyntax = /^(?:[a-z][\w-]*|\$ref)$/i;

/** Names that mean something to JavaScript and nothing to SCIM. */
export const isForbidden = (name: string) => /^(?:__proto__|constructor|prototype)$/i.test(name);

export const isName = (text: string) => nameSyntax.test(text) && !isForbidden(text);

/** Reads `attribute`, `attribute.sub` and both behind the URN of a schema, whose dots separate nothing. */
export function readAttributeName(text: string): AttributeName | undefined {
  const { urn, rest } = splitUrn(withPresentUrn(text));
  const [name = '', sub, ...more] = rest.split('.', 3);
  if (more.length > 0 || !isName(name) || (sub !== undefined && !isName(sub))) return undefined;
  return { ...(urn && { urn }), name, ...(sub !== undefined && { sub }) };
}

/** Reads the URN of a schema that cannot be mistaken for an attribute of another one, such as `urn:acme:badge:1.0`. */
export function readSchemaUrn(text: string): AttributeName | undefined {
  const { urn, rest } = splitUrn(text);
  return urn && /^\d[\w.-]*$/.test(rest) ? { urn: text, name: '' } : undefined;
}

/** The schema that a name is the URN of, if it is one: only the known schemas tell `…:2.0:User` from the attribute `User` of `…:2.0`. */
export const asSchemaUrn = ({ urn, name, sub }: AttributeName): string | undefined =>
  urn === undefined || sub !== undefined ? undefined : name === '' ? urn : `${urn}:${name}`;

const splitUrn = (text: string): { urn?: string; rest: string } => {
  if (!/^urn:/i.test(text)) return { rest: text };
  const colon = text.lastIndexOf(':');
  return colon > 'urn:'.length ? { urn: text.slice(0, colon), rest: text.slice(colon + 1) } : { rest: text };
};
