import { DeviceByIdDocument, DevicesPageDocument, type ScimDeviceFragment } from '../../documents/generated.ts';
import { given } from '../../graph.ts';
import { managedDeviceSchema } from '../../protocol/managedDeviceSchema.ts';
import { wants } from '../../protocol/project.ts';
import { deviceResource } from '../../protocol/resourceTypes.ts';
import type { Selection } from '../../protocol/selection.ts';
import type { Context, ReadableResource, Snapshot } from '../Resource.ts';
import { toOrder } from '../toOrder.ts';
import { deviceOrder } from './deviceOrder.ts';
import { toScim } from './toScim.ts';
import { toWhere } from './toWhere.ts';

const type = deviceResource;

/** The assigned user is loaded only when they are wanted. */
export const deviceParts = (selection: Selection) => ({
  withAssignedUser: wants(type, selection, `${managedDeviceSchema.id}:assignedUser`),
});

export const toSnapshot = (device: ScimDeviceFragment, { baseUrl }: Context): Snapshot => {
  const document = toScim(device, baseUrl);
  return { id: device.id, version: device.version, etag: document.meta.version, document };
};

/** Devices are read over SCIM, and written over GraphQL. */
export const device: ReadableResource = {
  type,

  async read(context, id, selection) {
    const { device } = await context.graph(DeviceByIdDocument, { id, ...deviceParts(selection) });
    return device ? toSnapshot(device, context) : undefined;
  },

  async page(context, query, selection) {
    const where = query.filter && toWhere(query.filter);
    const orderBy = toOrder(type, deviceOrder, query);
    const { devices } = await context.graph(DevicesPageDocument, { where, orderBy, ...query.slice, ...deviceParts(selection) });
    const { totalCount, pageInfo, nodes } = given(devices);
    return { total: totalCount, info: pageInfo, snapshots: nodes.map((node) => toSnapshot(node, context)) };
  },
};
