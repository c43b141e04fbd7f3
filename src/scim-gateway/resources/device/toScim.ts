import type { ScimDeviceFragment } from '../../documents/generated.ts';
import type { JsonObject } from '../../protocol/document.ts';
import { managedDeviceSchema } from '../../protocol/managedDeviceSchema.ts';
import { deviceResource, userResource } from '../../protocol/resourceTypes.ts';
import { schemasOf } from '../../protocol/schemasOf.ts';
import { each } from '../each.ts';
import { assigned } from '../toJson.ts';
import { toMeta, type Versioned } from '../toMeta.ts';
import { booleans, instants, plainAttributes } from './attributes.ts';

/** The device as SCIM represents it (RFC 9944 §4), unassigned attributes left out. */
export function toScim(device: ScimDeviceFragment, baseUrl: string): Versioned {
  const attributes = assigned({
    id: device.id,
    displayName: device.name,
    active: true,
    [managedDeviceSchema.id]: toManaged(device, baseUrl),
  });
  const meta = toMeta(deviceResource, device, baseUrl, device.assignedUser ?? undefined);
  return { schemas: schemasOf(deviceResource, attributes), ...attributes, meta };
}

const namesakes = [...plainAttributes, 'osVersion', ...booleans, ...instants, 'tags', 'assignmentSource'] as const;

const toManaged = (device: ScimDeviceFragment, baseUrl: string): JsonObject =>
  assigned({
    ...each(namesakes, (name) => device[name]),
    assignedUser: device.assignedUserId === null ? null : toAssignedUser(device.assignedUserId, device.assignedUser, baseUrl),
  });

/** The id, which outlasts the user; who it is, as long as they are there. */
const toAssignedUser = (value: string, user: ScimDeviceFragment['assignedUser'], baseUrl: string): JsonObject =>
  assigned({ value, $ref: user && `${baseUrl}${userResource.endpoint}/${user.id}`, display: user && (user.displayName ?? user.userName) });
