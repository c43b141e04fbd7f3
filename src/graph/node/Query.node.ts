import { builder } from '../builder.ts';
import { load } from '../context.ts';
import { Node } from './Node.ts';
import { readNodes } from './readNodes.ts';

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description: 'Whatever has this id; null when nothing in reach has it.',
    args: { id: t.arg.id({ required: true, description: 'The id.' }) },
    resolve: (_, { id }, context) => load(context, readNodes, id, readNodes),
  }),
);
