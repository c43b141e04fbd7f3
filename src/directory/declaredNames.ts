import { ownValue } from './conditions/collections.ts';
import { type DeclaredAttribute, sameName } from './conditions/definitions.ts';

export type Extensions = Record<string, unknown>;

export interface Renamed {
  readonly extensions: Extensions;
  /** A schema or an attribute that is there twice, in two spellings. */
  readonly twice: string | undefined;
}

/**
 * Names of schemas and attributes do not differ by case (RFC 7643 §2.1): those of what is declared are written as they are declared, unless that
 * name is taken and the other is one that `isStored`.
 */
export function asDeclared(
  extensions: Extensions,
  declared: readonly DeclaredAttribute[],
  isStored: (schema: string, name: string) => boolean,
): Renamed {
  const kept = new Map<string, unknown>();
  const twice: string[] = [];
  for (const [sent, value] of Object.entries(extensions)) {
    const ofSchema = declared.filter(({ schema }) => sameName(schema, sent));
    const schema = ofSchema.find((definition) => definition.schema === sent)?.schema ?? ofSchema[0]?.schema;
    if (schema === undefined || !isObject(value)) {
      if (kept.has(sent)) twice.push(sent);
      kept.set(sent, value);
      continue;
    }
    const before = kept.get(schema) ?? {};
    if (!isObject(before)) twice.push(schema);
    const entries = [...Object.entries(before), ...renamed(value, ofSchema, (name) => isStored(sent, name))];
    twice.push(...repeatedIn(entries.map(([name]) => name)));
    kept.set(schema, Object.fromEntries(entries));
  }
  return { extensions: Object.fromEntries(kept), twice: twice[0] };
}

const renamed = (attributes: Extensions, ofSchema: readonly DeclaredAttribute[], isStored: (name: string) => boolean) =>
  Object.entries(attributes).map(([name, value]): [string, unknown] => {
    const next = ofSchema.find((definition) => sameName(definition.name, name))?.name ?? name;
    return [next !== name && Object.hasOwn(attributes, next) && isStored(name) ? name : next, value];
  });

const repeatedIn = (names: readonly string[]) => names.filter((name, place) => names.indexOf(name) < place);

/** What is held of an attribute, in whichever spellings. */
export const valuesOf = (extensions: Extensions, { schema, name }: DeclaredAttribute): unknown[] =>
  Object.entries(extensions)
    .filter(([urn, attributes]) => sameName(urn, schema) && isObject(attributes))
    .flatMap(([, attributes]) => Object.entries(attributes as Extensions))
    .flatMap(([spelling, value]) => (sameName(spelling, name) ? [value] : []));

/** Whether an attribute is held under this very name. */
export const holdsName = (extensions: Extensions, schema: string, name: string) =>
  ownValue(ownValue(extensions, schema), name) !== undefined;

const isObject = (value: unknown): value is Extensions => typeof value === 'object' && value !== null && !Array.isArray(value);
