import { type ObservedHabit as Observed, observedHabits } from '#directory/habits.ts';
import { builder } from '../builder.ts';
import { Connection } from './Connection.ts';
import { Habit } from './Habit.ts';

const ObservedHabit = builder.objectRef<Observed>('ObservedHabit').implement({
  description: 'A habit that the identity provider of a connection has been seen to have.',
  fields: (t) => ({
    habit: t.field({ type: Habit, description: 'What it does.', resolve: ({ habit }) => habit }),
    count: t.exposeInt('count', {
      description: 'In how many requests it was seen; each operation of a bulk request counts, and refused ones do not.',
    }),
    firstSeenAt: t.expose('firstSeenAt', { type: 'DateTime', description: 'When it was first seen, to within some seconds.' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'When it was last seen, to within some seconds.' }),
    example: t.exposeString('example', {
      nullable: true,
      description: 'The name of an attribute, schema or parameter that it was seen on, never a value; null where there is none to name.',
    }),
  }),
});

builder.prismaObjectField(Connection, 'observed', (t) =>
  t.field({
    type: [ObservedHabit],
    description: 'What the identity provider has been seen to do, each habit once. Requests of the last seconds may be missing.',
    resolve: (connection) => observedHabits(connection),
  }),
);
