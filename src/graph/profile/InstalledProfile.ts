import { StaleReason as reasons } from '#generated/prisma/client.ts';
import { builder, documentation } from '../builder.ts';
import { Device } from '../device/Device.ts';
import { deviceById } from '../device/deviceById.ts';
import { connectionOf } from '../paging.ts';
import { ProfileTemplate } from './ProfileTemplate.ts';
import { templateById } from './templateById.ts';

const StaleReason = builder.enumType('StaleReason', {
  description: 'Why a profile that is installed on a device is not what should be.',
  values: {
    [reasons.CHANGED]: { description: 'It would be rendered otherwise now: install it again.' },
    [reasons.FAILS]: { description: 'It cannot be rendered any more: renderedProfiles of the device tells why.' },
    [reasons.REMOVED]: {
      description:
        'It is not for the device any more: take it off. The device has left the policy, or the template is gone, or the policy is disabled, with onDisable: REMOVE.',
    },
  } as const,
});

/** A profile that the MDM has installed. */
export const InstalledProfile = builder.prismaObject('InstalledProfile', {
  fields: (t) => ({
    device: t.field({
      type: Device,
      description: documentation('InstalledProfile', 'device'),
      resolve: ({ deviceId }, _, context) => deviceById(context, deviceId),
    }),
    templateId: t.exposeID('templateId'),
    template: t.field({
      type: ProfileTemplate,
      nullable: true,
      description: 'The template; null when it is gone.',
      resolve: ({ templateId }, _, context) => templateById(context, templateId),
    }),
    digest: t.exposeString('digest'),
    installedAt: t.expose('installedAt', { type: 'DateTime' }),
    staleSince: t.expose('staleSince', { type: 'DateTime', nullable: true }),
    staleReason: t.expose('staleReason', { type: StaleReason, nullable: true }),
  }),
});

export const InstalledProfileConnection = connectionOf('InstalledProfile', 'installed profiles', InstalledProfile);
