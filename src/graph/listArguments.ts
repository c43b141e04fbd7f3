import { builder } from './builder.ts';
import { wheres } from './condition/wheres.ts';
import { DeviceOrder, GroupOrder, UserOrder } from './order.ts';
import { pageArguments } from './paging.ts';

/** What a list of people can be asked. */
export const peopleArguments = () => ({
  ...builder.args((t) => ({
    where: t.field({ type: wheres.User, description: 'Only people for whom this holds.' }),
    search: t.string({
      description:
        "Only people of whose userName, names and e-mail addresses each of these words begins a word, whatever the case. Blanks and . - _ @ + ' ’ ( ) , / part words, here as there. At most 100 characters and 10 words.",
    }),
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

/** What a list of devices can be asked. */
export const devicesArguments = () => ({
  ...builder.args((t) => ({
    where: t.field({ type: wheres.Device, description: 'Only devices for which this holds.' }),
    orderBy: t.field({ type: [DeviceOrder], description: 'Their order; by id without it.' }),
  })),
  ...pageArguments(),
});
