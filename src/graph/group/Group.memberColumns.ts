import { builder } from '../builder.ts';
import { loadBeside, memberColumns } from '../references.ts';
import { Group } from './Group.ts';
import { readMost } from './groupsAsked.ts';
import { MemberKind } from './MemberKind.ts';

/** Members in columns: no object stands for each of 100,000. */
export interface Columns {
  ids: string[];
  displayNames: string[];
  kinds: ('USER' | 'GROUP')[];
}

const MemberColumns = builder.objectRef<Columns>('MemberColumns').implement({
  description: 'Direct members, by id, as three lists of the same length: what stands in the same place belongs to the same member.',
  fields: (t) => ({
    ids: t.exposeIDList('ids', { description: 'The id of each.' }),
    displayNames: t.exposeStringList('displayNames', { description: 'The displayName of each; a user without one is shown by userName.' }),
    kinds: t.field({ type: [MemberKind], description: 'What each is.', resolve: ({ kinds }) => kinds }),
  }),
});

builder.prismaObjectField(Group, 'memberColumns', (t) =>
  t.field({
    type: MemberColumns,
    description: 'The direct members of a group of any size, unpaged, as they are at the version of the group that is read with them.',
    args: { atMost: t.arg.int({ description: 'Only the first so many, by id; without it, all.' }) },
    // A list or a single group that was asked for them has brought along as many as any mention of the field wants.
    resolve: async (group, { atMost }, context) => {
      const most = readMost(atMost);
      const brought = 'memberColumns' in group && (group.memberColumns as Columns);
      return firstOf(
        brought ||
          (await loadBeside<Columns>(context, `memberColumns ${most}`, group.id, (id) => memberColumns(id, { most, named: true }))),
        most,
      );
    },
  }),
);

const firstOf = ({ ids, displayNames, kinds }: Columns, most: number | undefined): Columns => ({
  ids: ids.slice(0, most),
  displayNames: displayNames.slice(0, most),
  kinds: kinds.slice(0, most),
});
