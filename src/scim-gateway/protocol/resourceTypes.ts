import { enterpriseUserSchema } from './enterpriseUserSchema.ts';
import { groupSchema } from './groupSchema.ts';
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

export const resourceTypes: readonly ResourceType[] = [userResource, groupResource];
