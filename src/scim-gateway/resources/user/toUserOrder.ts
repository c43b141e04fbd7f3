import type { UserOrder } from '../../documents/generated.ts';
import { readAttributeName } from '../../protocol/attributeName.ts';
import { userResource } from '../../protocol/resourceTypes.ts';
import { type Declared, declaredNamed, keyOf } from '../declared.ts';
import type { PageQuery } from '../Resource.ts';
import { toOrder, wayOf } from '../toOrder.ts';
import { userOrder } from './userOrder.ts';

/** Users are also sorted by what is declared of them. */
export function toUserOrder(query: Pick<PageQuery, 'sortBy' | 'descending'>, declared: Declared): UserOrder[] | undefined {
  const name = readAttributeName(query.sortBy ?? '');
  const definition = name && name.sub === undefined ? declaredNamed(declared, name) : undefined;
  return definition ? [{ attribute: keyOf(definition), ...wayOf(query) }] : toOrder(userResource, userOrder, query);
}
