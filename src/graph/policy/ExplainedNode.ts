import type { ExplainedNode as Row } from '#directory/policies/explainPolicy.ts';
import { builder } from '../builder.ts';
import { withNames } from './withNames.ts';

const Absence = builder.enumType('Absence', {
  description: 'What was not there to be asked.',
  values: {
    VALUE: { description: 'There is no value: it is null, empty, or of another type.' },
    ELEMENTS: { description: 'The list is empty.' },
    MANAGER: { description: 'There is no manager, or none who is known.' },
    USER: { description: 'The device is assigned to nobody.' },
    DELETED_USER: { description: 'The device was assigned to a person who is gone.' },
  } as const,
});

/** One node of an explanation. */
export const ExplainedNode = builder.objectRef<Row>('ExplainedNode').implement({
  description:
    'One node of a condition, asked of one person or device. The nodes stand in the order in which they are read: each behind the one that it belongs to.',
  fields: (t) => ({
    place: t.exposeInt('place', { description: 'The place in the list of nodes, from 0.' }),
    parent: t.exposeInt('parent', {
      nullable: true,
      description: 'The place of the node that it belongs to; null for the whole condition.',
    }),
    depth: t.exposeInt('depth', { description: 'How many nodes it stands in.' }),
    sentence: t.string({
      description: 'The node as a sentence, with names instead of the ids of those who are in reach.',
      resolve: ({ sentence }, _, context) => withNames(context, sentence),
    }),
    holds: t.exposeBoolean('holds', { description: 'The verdict.' }),
    saw: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'What it looked at: the value, a list of at most ten values or elements, the groups found among those asked for, the id of the user or manager, the ids of a chain of managers; null where there was nothing, or where it only joins other nodes.',
      resolve: ({ saw }) => saw,
    }),
    absent: t.field({
      type: Absence,
      nullable: true,
      description: 'What was absent; null if nothing was.',
      resolve: ({ absent }) => absent,
    }),
  }),
});
