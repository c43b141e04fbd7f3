import { FactType as types } from '#generated/prisma/client.ts';
import { valueTypes } from '../attributeDefinition/AttributeType.ts';
import { builder } from '../builder.ts';

export const FactType = builder.enumType('FactType', {
  description: 'The type of a fact.',
  values: { ...valueTypes, [types.LIST]: { description: 'A list of text.' } } as const,
});
