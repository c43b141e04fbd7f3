import { deviceSchema } from './deviceSchema.ts';
import { enterpriseUserSchema } from './enterpriseUserSchema.ts';
import { groupSchema } from './groupSchema.ts';
import { managedDeviceSchema } from './managedDeviceSchema.ts';
import type { ResourceType } from './schema.ts';
import { userSchema } from './userSchema.ts';

export const userResource: ResourceType = {
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  description: userSchema.description,
  schema: userSchema,
  extensions: [{ schema: enterpriseUserSchema, required: false }],
};

export const groupResource: ResourceType = {
  id: 'Group',
  name: 'Group',
  endpoint: '/Groups',
  description: groupSchema.description,
  schema: groupSchema,
  extensions: [],
};

export const deviceResource: ResourceType = {
  id: 'Device',
  name: 'Device',
  endpoint: '/Devices',
  description: deviceSchema.description,
  schema: deviceSchema,
  extensions: [{ schema: managedDeviceSchema, required: false }],
  readOnly:
    'Devices are only read over SCIM. They are registered, changed and deleted over GraphQL, with registerDevices, updateDevice and deleteDevice.',
};

export const resourceTypes: readonly ResourceType[] = [userResource, groupResource, deviceResource];
