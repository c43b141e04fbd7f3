import type { AttributeWhere, UserWhere } from '../../documents/generated.ts';
import { boolean, number, text } from '../comparisons.ts';
import type { Question } from '../Question.ts';
import { type Find, nameOf } from '../translateFilter.ts';

/** Attributes of schemas that the gateway does not know are compared as what the literal is. */
export const customAttribute =
  (otherwise: Find<UserWhere>): Find<UserWhere> =>
  (name) =>
    name.urn && name.name && !name.sub && !isStandard(name.urn) ? questionOf(nameOf(name)) : otherwise(name);

/** A misspelt standard schema is refused: as a custom one it would quietly match nobody. */
const isStandard = (urn: string) => /^urn:ietf:params:scim:/i.test(urn);

function questionOf(key: string): Question<UserWhere> {
  const place = (comparison: Omit<AttributeWhere, 'key'>): UserWhere => ({ attribute: { key, ...comparison } });
  const textual = text((string) => place({ string }));
  const numeric = number((number) => place({ number }));
  const logical = boolean((boolean) => place({ boolean }));
  return {
    compare: (operator, value) =>
      (typeof value === 'number' ? numeric : typeof value === 'boolean' ? logical : textual).compare(operator, value),
    present: textual.present,
  };
}
