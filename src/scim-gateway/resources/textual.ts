import type { StringComparison } from '../documents/generated.ts';
import type { AttributeName } from '../protocol/attributeName.ts';
import { checkOperator } from '../protocol/matches.ts';
import { resolve } from '../protocol/resolve.ts';
import type { ResourceType } from '../protocol/schema.ts';
import { exactText, type Place, type Plain, text } from './comparisons.ts';

/** Text compared as the schema says: with or without regard to case, and by which operators. */
export function textual<Where>(type: ResourceType, name: AttributeName, place: Place<StringComparison, Where>): Plain<Where> {
  const found = resolve(type, name);
  const described = found?.subAttribute ?? found?.attribute;
  const { compare, present } = described?.caseExact ? exactText(place) : text(place);
  return {
    present,
    compare: (operator, value) => {
      if (described) checkOperator(described, operator);
      return compare(operator, value);
    },
  };
}
