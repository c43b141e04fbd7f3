import { limitExceeded } from '#directory/errors.ts';
import { maximumPageSize } from '#directory/pages.ts';
import { builder } from '../builder.ts';
import { load } from '../context.ts';
import { Node } from './Node.ts';
import { readNodes } from './readNodes.ts';

builder.queryField('nodes', (t) =>
  t.field({
    type: [Node],
    nullable: { list: true, items: true },
    description: 'Whatever has these ids, each in its place, null where nothing in reach has it.',
    args: { ids: t.arg.idList({ required: true, description: `The ids, ${maximumPageSize} at most; more are refused.` }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: Math.max(ids.length, 1) }),
    resolve: (_, { ids }, context) => {
      if (ids.length > maximumPageSize) throw limitExceeded(`Up to ${maximumPageSize} ids are answered at once. Ask for fewer.`);
      return Promise.all(ids.map((id) => load(context, readNodes, id, readNodes)));
    },
  }),
);
