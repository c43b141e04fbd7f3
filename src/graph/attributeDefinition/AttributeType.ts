import { AttributeType as types } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';

/** What values may be, of attributes and of facts. */
export const valueTypes = {
  [types.STRING]: { description: 'Text, compared without regard to case.' },
  [types.NUMBER]: { description: 'A number.' },
  [types.BOOLEAN]: { description: 'True or false.' },
  [types.DATE_TIME]: { description: 'An instant, written as in RFC 3339.' },
  [types.VERSION]: { description: 'A version such as "14.10", compared part by part as numbers.' },
} as const;

export const AttributeType = builder.enumType('AttributeType', {
  description: 'The type of the values of a custom attribute.',
  values: valueTypes,
});
