import { createTemplate } from '#directory/profiles/createTemplate.ts';
import { builder, documentation } from '../builder.ts';
import { OnAbsent } from './OnAbsent.ts';
import { ProfileFormat } from './ProfileFormat.ts';
import { ProfileVariableInput } from './ProfileVariable.ts';
import { templatePayload } from './templatePayload.ts';

const CreateProfileTemplateInput = builder.inputType('CreateProfileTemplateInput', {
  description: 'A new profile template.',
  fields: (t) => ({
    policyId: t.id({ required: true, description: documentation('ProfileTemplate', 'policy') }),
    name: t.string({ required: true, description: documentation('ProfileTemplate', 'name') }),
    format: t.field({ type: ProfileFormat, required: true, description: documentation('ProfileTemplate', 'format') }),
    body: t.string({
      required: true,
      description:
        'The profile, at most 256 KiB. A variable is written {{user.userName}}, and there is nothing else: no sections, no partials, nothing that is not escaped. At most 1,000 times, and 200 different ones.',
    }),
    onAbsent: t.field({ type: OnAbsent, required: true, defaultValue: 'FAIL', description: documentation('ProfileTemplate', 'onAbsent') }),
    variables: t.field({ type: [ProfileVariableInput], description: documentation('ProfileTemplate', 'variables') }),
  }),
});

const CreateProfileTemplatePayload = templatePayload('CreateProfileTemplatePayload', 'What createProfileTemplate has made.');

builder.mutationField('createProfileTemplate', (t) =>
  t.field({
    type: CreateProfileTemplatePayload,
    nullable: true,
    description:
      'Makes a profile template of a policy. What it names must be there, and whatever its variables stand for, what is rendered must be of its format; otherwise it is refused with the line and column (INVALID_INPUT). For those who may change the policy.',
    args: { input: t.arg({ type: CreateProfileTemplateInput, required: true, description: 'The template.' }) },
    resolve: async (_, { input }, { session }) => ({ profileTemplate: await createTemplate(session, input) }),
  }),
);
