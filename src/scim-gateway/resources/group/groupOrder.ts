import type { GroupOrderField } from '../../documents/generated.ts';

/** What groups can be sorted by, by canonical path. */
export const groupOrder: Record<string, GroupOrderField> = {
  id: 'ID',
  displayName: 'DISPLAY_NAME',
  externalId: 'EXTERNAL_ID',
  'meta.created': 'CREATED_AT',
  'meta.lastModified': 'UPDATED_AT',
};
