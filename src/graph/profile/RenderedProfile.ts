import type { Failure, Rendering } from '#directory/profiles/renderTemplate.ts';
import type { ProfileTemplate as TemplateRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { Policy } from '../policy/Policy.ts';
import { ProfileTemplate } from './ProfileTemplate.ts';
import { policyOfTemplate } from './policyOfTemplate.ts';

/** A template of a policy, with what is installed of it on a device. */
export type TemplateOnDevice = TemplateRow & { installedDigest: string | null };

export type RenderedRow = TemplateOnDevice & { rendering: Rendering };

const ProfileFailure = builder.objectRef<Failure>('ProfileFailure').implement({
  description: 'Why a profile cannot be rendered for a device.',
  fields: (t) => ({
    variable: t.exposeString('variable', {
      nullable: true,
      description: 'The first variable without a value that can stand there; null where it is the size of the whole.',
    }),
    reason: t.exposeString('reason', { description: 'A sentence for people.' }),
  }),
});

/** A profile as it is for one device. */
export const RenderedProfile = builder.objectRef<RenderedRow>('RenderedProfile').implement({
  description: 'A profile as it is for a device at this moment.',
  fields: (t) => ({
    template: t.field({ type: ProfileTemplate, description: 'What it is rendered of.', resolve: (row) => row }),
    policy: t.field({
      type: Policy,
      description: 'The policy for the sake of which the device has it.',
      resolve: ({ policyId }, _, context) => policyOfTemplate(context, policyId),
    }),
    body: t.string({
      nullable: true,
      description: 'The profile with the values of the device, at most 1,048,576 characters; null where it cannot be rendered.',
      resolve: ({ rendering }) => rendering.body,
    }),
    failure: t.field({
      type: ProfileFailure,
      nullable: true,
      description: 'Why it cannot be rendered; null where it can.',
      resolve: ({ rendering }) => rendering.failure,
    }),
    digest: t.string({
      nullable: true,
      description: 'The SHA-256 of the body in UTF-8, as 64 hexadecimal digits: confirmProfiles wants it once it is installed.',
      resolve: ({ rendering }) => rendering.digest,
    }),
    installedDigest: t.exposeString('installedDigest', {
      nullable: true,
      description: 'The digest of what is installed on the device, as it was confirmed; null where nothing is.',
    }),
    stale: t.boolean({
      description: 'Whether something else is installed than what it is at this moment. It is not stale where nothing is installed.',
      resolve: ({ installedDigest, rendering }) => installedDigest !== null && installedDigest !== rendering.digest,
    }),
  }),
});
