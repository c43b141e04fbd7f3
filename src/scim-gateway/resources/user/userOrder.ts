import type { UserOrderField } from '../../documents/generated.ts';

/** Lists are sorted by their values, and by nothing else of their elements. */
const lists = {
  emails: 'EMAILS',
  phoneNumbers: 'PHONE_NUMBERS',
  ims: 'IMS',
  photos: 'PHOTOS',
  entitlements: 'ENTITLEMENTS',
  roles: 'ROLES',
} as const satisfies Record<string, UserOrderField>;

/** What users can be sorted by, by canonical path. */
export const userOrder: Record<string, UserOrderField> = {
  ...lists,
  ...Object.fromEntries(Object.entries(lists).map(([list, field]) => [`${list}.value`, field])),
  id: 'ID',
  userName: 'USER_NAME',
  displayName: 'DISPLAY_NAME',
  externalId: 'EXTERNAL_ID',
  name: 'FORMATTED_NAME',
  'name.formatted': 'FORMATTED_NAME',
  'name.familyName': 'FAMILY_NAME',
  'name.givenName': 'GIVEN_NAME',
  'name.middleName': 'MIDDLE_NAME',
  'name.honorificPrefix': 'HONORIFIC_PREFIX',
  'name.honorificSuffix': 'HONORIFIC_SUFFIX',
  nickName: 'NICK_NAME',
  profileUrl: 'PROFILE_URL',
  title: 'TITLE',
  userType: 'USER_TYPE',
  preferredLanguage: 'PREFERRED_LANGUAGE',
  locale: 'LOCALE',
  timezone: 'TIMEZONE',
  active: 'ACTIVE',
  employeeNumber: 'EMPLOYEE_NUMBER',
  costCenter: 'COST_CENTER',
  organization: 'ORGANIZATION',
  division: 'DIVISION',
  department: 'DEPARTMENT',
  'meta.created': 'CREATED_AT',
  'meta.lastModified': 'UPDATED_AT',
};
