import { confirmProfiles } from '#directory/profiles/confirmProfiles.ts';
import { builder } from '../builder.ts';
import { Device } from '../device/Device.ts';
import { deviceById } from '../device/deviceById.ts';

const ConfirmedProfileInput = builder.inputType('ConfirmedProfileInput', {
  description: 'What is installed of a template on a device.',
  fields: (t) => ({
    templateId: t.id({ required: true, description: 'The template.' }),
    digest: t.string({
      description:
        'The digest of the rendered profile that is installed: the SHA-256 of its body in UTF-8, as 64 hexadecimal digits. Null where nothing is installed of it any more; it must be sent.',
    }),
  }),
});

const ConfirmProfilesInput = builder.inputType('ConfirmProfilesInput', {
  description: 'What an MDM has installed on a device, or taken off it.',
  fields: (t) => ({
    deviceId: t.id({ required: true, description: 'The device.' }),
    profiles: t.field({
      type: [ConfirmedProfileInput],
      required: true,
      description: 'The profiles, 1 to 200, each template once. What is installed of other templates stays as it was confirmed.',
    }),
  }),
});

const ConfirmProfilesPayload = builder.objectRef<{ id: string }>('ConfirmProfilesPayload').implement({
  description: 'What confirmProfiles has kept.',
  fields: (t) => ({
    device: t.field({ type: Device, description: 'The device.', resolve: ({ id }, _, context) => deviceById(context, id) }),
  }),
});

builder.mutationField('confirmProfiles', (t) =>
  t.field({
    type: ConfirmProfilesPayload,
    nullable: true,
    description:
      'Keeps what an MDM has installed on a device, by its digest alone: from then on, it is told when that is stale. Repeating it changes nothing. A template that is not in reach of the device is refused (NOT_FOUND), and with it all of them. For administrators and operators.',
    args: { input: t.arg({ type: ConfirmProfilesInput, required: true, description: 'What is installed.' }) },
    resolve: async (_, { input }, { session }) => ({ id: await confirmProfiles(session, input) }),
  }),
);
