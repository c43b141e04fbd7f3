import { builder, documentation } from '../builder.ts';
import { Node } from '../node/Node.ts';
import { AssignmentSource } from './AssignmentSource.ts';

/** A device. What crosses to other nouns stands in files of its own: Device.assignedUser.ts, Device.connection.ts … */
export const Device = builder.prismaObject('Device', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    serialNumber: t.exposeString('serialNumber', { nullable: true }),
    udid: t.exposeString('udid', { nullable: true }),
    name: t.exposeString('name', { nullable: true }),
    platform: t.exposeString('platform', { nullable: true }),
    osVersion: t.exposeString('osVersion', { nullable: true }),
    osBuild: t.exposeString('osBuild', { nullable: true }),
    model: t.exposeString('model', { nullable: true }),
    manufacturer: t.exposeString('manufacturer', { nullable: true }),
    chip: t.exposeString('chip', { nullable: true }),
    supervised: t.exposeBoolean('supervised', { nullable: true }),
    enrollmentType: t.exposeString('enrollmentType', { nullable: true }),
    enrolledAt: t.expose('enrolledAt', { type: 'DateTime', nullable: true }),
    lastCheckInAt: t.expose('lastCheckInAt', { type: 'DateTime', nullable: true }),
    ownership: t.exposeString('ownership', { nullable: true }),
    encrypted: t.exposeBoolean('encrypted', { nullable: true }),
    assetTag: t.exposeString('assetTag', { nullable: true }),
    tags: t.exposeStringList('tags'),
    facts: t.field({ type: 'JSONObject', description: documentation('Device', 'facts'), resolve: (device) => device.facts }),
    reportedAccount: t.exposeString('reportedAccount', { nullable: true }),
    assignedUserId: t.exposeID('assignedUserId', { nullable: true }),
    assignmentSource: t.expose('assignmentSource', { type: AssignmentSource, nullable: true }),
    assignedAt: t.expose('assignedAt', { type: 'DateTime', nullable: true }),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    updatedBy: t.exposeString('updatedBy'),
  }),
});
