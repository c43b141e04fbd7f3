import { builder } from './builder.ts';
import { wheres } from './condition/wheres.ts';
import { GroupOrder, UserOrder } from './order.ts';
import { pageArguments } from './paging.ts';

/** What a list of people can be asked. */
export const peopleArguments = () => ({
  ...builder.args((t) => ({
    where: t.field({ type: wheres.User, description: 'Only people for whom this holds.' }),
    orderBy: t.field({ type: [UserOrder], description: 'Their order; by id without it.' }),
  })),
  ...pageArguments(),
});

/** What a list of groups can be asked. */
export const groupsArguments = () => ({
  ...builder.args((t) => ({
    where: t.field({ type: wheres.Group, description: 'Only groups for which this holds.' }),
    orderBy: t.field({ type: [GroupOrder], description: 'Their order; by id without it.' }),
  })),
  ...pageArguments(),
});
