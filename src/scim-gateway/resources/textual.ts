import type { StringComparison } from '../documents/generated.ts';
import type { AttributeName } from '../protocol/attributeName.ts';
import { resolve } from '../protocol/resolve.ts';
import type { ResourceType } from '../protocol/schema.ts';
import { exactText, type Place, type Plain, text } from './comparisons.ts';

/** Text compared with or without regard to case, as the schema says. */
export function textual<Where>(type: ResourceType, name: AttributeName, place: Place<StringComparison, Where>): Plain<Where> {
  const found = resolve(type, name);
  return (found?.subAttribute ?? found?.attribute)?.caseExact ? exactText(place) : text(place);
}
