import { builder } from '../builder.ts';
import { Node } from '../node/Node.ts';
import { AssignmentSource } from './AssignmentSource.ts';

/** An assignment, present or past. What crosses to other nouns stands in files of its own: DeviceAssignment.user.ts … */
export const DeviceAssignment = builder.prismaObject('DeviceAssignment', {
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    userId: t.exposeID('userId'),
    source: t.expose('source', { type: AssignmentSource }),
    assignedAt: t.expose('assignedAt', { type: 'DateTime' }),
    assignedBy: t.exposeString('assignedBy'),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
    endedBy: t.exposeString('endedBy', { nullable: true }),
  }),
});
