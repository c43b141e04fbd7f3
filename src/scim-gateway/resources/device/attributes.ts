/** The texts of a device that have the same name in SCIM and in the graph. */
export const plainAttributes = [
  'serialNumber',
  'udid',
  'platform',
  'osBuild',
  'model',
  'manufacturer',
  'chip',
  'enrollmentType',
  'ownership',
  'assetTag',
] as const;

export const booleans = ['supervised', 'encrypted'] as const;

export const instants = ['enrolledAt', 'lastCheckInAt', 'assignedAt'] as const;
