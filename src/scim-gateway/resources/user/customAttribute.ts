import type { AttributeWhere, UserWhere } from '../../documents/generated.ts';
import { type AttributeName, isSchemaUri } from '../../protocol/attributeName.ts';
import { same } from '../../protocol/resolve.ts';
import { userResource } from '../../protocol/resourceTypes.ts';
import { boolean, number, text } from '../comparisons.ts';
import type { Question } from '../Question.ts';
import { type Find, nameOf } from '../translateFilter.ts';

/** Attributes of schemas that the gateway does not know are compared as what the literal is. */
export const customAttribute =
  (otherwise: Find<UserWhere>): Find<UserWhere> =>
  (name) =>
    isCustom(name) ? questionOf(nameOf(name)) : otherwise(name);

/** A misspelt standard schema is refused, and so is a schema as a whole: as custom attributes they would quietly match nobody. */
const isCustom = ({ urn = '', name, sub }: AttributeName) =>
  isSchemaUri(urn) && !/^urn:ietf:params:scim:/i.test(urn) && sub === undefined && !same(name, userResource.name);

function questionOf(key: string): Question<UserWhere> {
  const place = (comparison: Omit<AttributeWhere, 'key'>): UserWhere => ({ attribute: { key, ...comparison } });
  const textual = text((string) => place({ string }));
  const numeric = number((number) => place({ number }));
  const logical = boolean((boolean) => place({ boolean }));
  return {
    compare: (operator, value) =>
      (typeof value === 'number' ? numeric : typeof value === 'boolean' ? logical : textual).compare(operator, value),
    present: () => place({ exists: true }),
  };
}
