import { builder } from './builder.ts';

type InputBuilder = PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>;

/** The version check that every change and deletion takes. */
export const expectedVersion = (t: InputBuilder) =>
  t.int({ description: 'The version that was read: if someone has changed it since, the mutation is refused with STALE_VERSION.' });

/** Where something new goes. */
export const connectionId = (t: InputBuilder) =>
  t.id({
    description:
      'The connection it goes to; without one, the only connection of the credential, or the built-in Manual one for a credential that reaches all; one that reaches several must name it.',
  });

/** The input of a deletion. */
export const deletion = (t: InputBuilder) => ({
  id: t.id({ required: true, description: 'What to delete, by its id.' }),
  expectedVersion: expectedVersion(t),
});

/** The payload of a deletion. */
export const deletedPayload = (name: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description: 'What has been deleted.',
    fields: (t) => ({ id: t.exposeID('id', { description: 'The id of what is no more.' }) }),
  });
