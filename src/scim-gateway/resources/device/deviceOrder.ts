import type { DeviceOrderField } from '../../documents/generated.ts';

/** What devices can be sorted by, by canonical path. */
export const deviceOrder: Record<string, DeviceOrderField> = {
  id: 'ID',
  displayName: 'NAME',
  serialNumber: 'SERIAL_NUMBER',
  udid: 'UDID',
  platform: 'PLATFORM',
  osVersion: 'OS_VERSION',
  osBuild: 'OS_BUILD',
  model: 'MODEL',
  manufacturer: 'MANUFACTURER',
  chip: 'CHIP',
  supervised: 'SUPERVISED',
  enrollmentType: 'ENROLLMENT_TYPE',
  enrolledAt: 'ENROLLED_AT',
  lastCheckInAt: 'LAST_CHECK_IN_AT',
  ownership: 'OWNERSHIP',
  encrypted: 'ENCRYPTED',
  assetTag: 'ASSET_TAG',
  assignmentSource: 'ASSIGNMENT_SOURCE',
  assignedAt: 'ASSIGNED_AT',
  'meta.created': 'CREATED_AT',
  'meta.lastModified': 'UPDATED_AT',
};
