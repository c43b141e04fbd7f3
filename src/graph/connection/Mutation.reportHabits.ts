import { type HabitReport, reportHabits } from '#directory/habits.ts';
import type { Connection as ConnectionRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Connection } from './Connection.ts';
import { Habit } from './Habit.ts';

const SeenHabitInput = builder.inputType('SeenHabitInput', {
  description: 'A habit that was seen.',
  fields: (t) => ({
    habit: t.field({ type: Habit, required: true, description: 'What was seen.' }),
    count: t.int({ required: true, description: 'In how many requests.' }),
    example: t.string({ description: 'The name of an attribute, schema or parameter that it was seen on: never a value.' }),
  }),
});

const ReportHabitsInput = builder.inputType('ReportHabitsInput', {
  description: 'What has been seen of a connection since the last report.',
  fields: (t) => ({
    connectionId: t.id({ required: true, description: 'The connection.' }),
    habits: t.field({ type: [SeenHabitInput], required: true, description: 'The habits that were seen, each once.' }),
  }),
});

const ReportHabitsPayload = builder.objectRef<{ connection: ConnectionRow }>('ReportHabitsPayload').implement({
  description: 'What reportHabits has added to.',
  fields: (t) => ({
    connection: t.field({ type: Connection, description: 'The connection.', resolve: ({ connection }) => connection }),
  }),
});

builder.mutationField('reportHabits', (t) =>
  t.field({
    type: ReportHabitsPayload,
    nullable: true,
    description: 'Adds to what a connection has been seen to do. The SCIM gateway reports with the credentials of those it has served.',
    args: { input: t.arg({ type: ReportHabitsInput, required: true, description: 'What was seen.' }) },
    resolve: async (_, { input: { connectionId, habits } }, { session }) => ({
      connection: await reportHabits(session, connectionId, habits as HabitReport),
    }),
  }),
);
