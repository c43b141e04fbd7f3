import { updateTemplate } from '#directory/profiles/updateTemplate.ts';
import { builder, documentation } from '../builder.ts';
import { expectedVersion } from '../mutation.ts';
import { OnAbsent } from './OnAbsent.ts';
import { ProfileFormat } from './ProfileFormat.ts';
import { ProfileVariableInput } from './ProfileVariable.ts';
import { templatePayload } from './templatePayload.ts';

const UpdateProfileTemplateInput = builder.inputType('UpdateProfileTemplateInput', {
  description: 'What changes of a profile template: absent keeps, null clears.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The template.' }),
    expectedVersion: expectedVersion(t),
    name: t.string({ description: documentation('ProfileTemplate', 'name') }),
    format: t.field({ type: ProfileFormat, description: documentation('ProfileTemplate', 'format') }),
    body: t.string({ description: documentation('ProfileTemplate', 'body') }),
    onAbsent: t.field({ type: OnAbsent, description: documentation('ProfileTemplate', 'onAbsent') }),
    variables: t.field({
      type: [ProfileVariableInput],
      description: 'What is said of variables from now on, and nothing else; what the body does not have is refused.',
    }),
  }),
});

const UpdateProfileTemplatePayload = templatePayload('UpdateProfileTemplatePayload', 'What updateProfileTemplate has changed.');

builder.mutationField('updateProfileTemplate', (t) =>
  t.field({
    type: UpdateProfileTemplatePayload,
    nullable: true,
    description:
      'Changes a profile template, which is held as a whole to what a new one is held to. What is installed of it on devices is stale within a second, where it would be rendered otherwise. A change that changes nothing leaves the version.',
    args: { input: t.arg({ type: UpdateProfileTemplateInput, required: true, description: 'The change.' }) },
    resolve: async (_, { input: { id, expectedVersion, ...change } }, { session }) => ({
      profileTemplate: await updateTemplate(session, id, change, expectedVersion),
    }),
  }),
);
