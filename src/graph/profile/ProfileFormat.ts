import { ProfileFormat as formats } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';

export const ProfileFormat = builder.enumType('ProfileFormat', {
  description: 'What a profile is written in, and so how the values of its variables are escaped in it.',
  values: {
    [formats.PLIST]: {
      description:
        'An XML property list, or other XML. Variables stand in the texts of elements and in the values of attributes; not in names, comments or CDATA.',
    },
    [formats.JSON]: { description: 'JSON. Variables stand inside of texts in quotes.' },
    [formats.PLAIN]: { description: 'Any other text. Nothing is escaped: values stand in it as they are.' },
  } as const,
});
