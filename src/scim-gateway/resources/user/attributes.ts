/** The attributes of a user that have the same name and shape in SCIM and in the graph. */
export const plainAttributes = [
  'externalId',
  'displayName',
  'nickName',
  'profileUrl',
  'title',
  'userType',
  'preferredLanguage',
  'locale',
  'timezone',
] as const;

export const nameParts = ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'] as const;

export const multiValues = ['emails', 'phoneNumbers', 'ims', 'photos', 'entitlements', 'roles', 'x509Certificates'] as const;
export const multiValueParts = ['value', 'display', 'type'] as const;

export const addressParts = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type'] as const;

/** The text attributes of the enterprise extension (RFC 7643 §4.3). */
export const enterpriseAttributes = ['employeeNumber', 'costCenter', 'organization', 'division', 'department'] as const;
