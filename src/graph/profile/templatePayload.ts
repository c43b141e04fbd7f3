import type { ProfileTemplate as TemplateRow } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { ProfileTemplate } from './ProfileTemplate.ts';

/** The payload of a mutation that writes one template. */
export const templatePayload = (name: string, description: string) =>
  builder.objectRef<{ profileTemplate: TemplateRow }>(name).implement({
    description,
    fields: (t) => ({
      profileTemplate: t.field({
        type: ProfileTemplate,
        description: 'The template after the change.',
        resolve: ({ profileTemplate }) => profileTemplate,
      }),
    }),
  });
