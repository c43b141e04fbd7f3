import type { DeviceWhere, StringComparison } from '../../documents/generated.ts';
import type { Filter } from '../../protocol/filter.ts';
import { assignmentSources } from '../../protocol/managedDeviceSchema.ts';
import { deviceResource } from '../../protocol/resourceTypes.ts';
import { boolean, constant, identifier, instant, reference, text, version } from '../comparisons.ts';
import { complexValue } from '../complexValue.ts';
import { each } from '../each.ts';
import { findQuestion, refuseUnknown, unassigned } from '../findQuestion.ts';
import { limited } from '../limited.ts';
import { metaOf } from '../metaOf.ts';
import { always, own, type Question, type Questions } from '../Question.ts';
import { schemasQuestion } from '../schemasQuestion.ts';
import { type Find, translateFilter } from '../translateFilter.ts';
import { booleans, instants, plainAttributes } from './attributes.ts';

const assignedUserId = identifier<DeviceWhere>((id) => ({ assignedUserId: id }));

/** A user is shown by displayName, and one without it by userName. */
const shownAs = (comparison: StringComparison): DeviceWhere => ({
  assignedUser: {
    or: [
      { and: [{ displayName: { exists: true } }, { displayName: comparison }] },
      { and: [{ displayName: { exists: false } }, { userName: comparison }] },
    ],
  },
});

const assignmentSource: Question<DeviceWhere> = {
  ...reference((name) => {
    const eq = own(assignmentSources, name.toUpperCase());
    return eq ? { assignmentSource: { eq } } : always(false);
  }),
  present: () => ({ assignmentSource: { exists: true } }),
};

const tag = text<DeviceWhere>((any) => ({ tags: { any } }));

const attributes: Questions<DeviceWhere> = {
  id: identifier((id) => ({ id })),
  displayName: text((name) => ({ name })),
  active: constant('true'),
  ...each(['externalId', 'mudUrl', 'groups', 'groups.value', 'groups.display', 'groups.type', 'groups.$ref'], () => unassigned()),
  ...each(plainAttributes, (name) => text<DeviceWhere>((comparison) => ({ [name]: comparison }))),
  ...each(booleans, (name) => boolean<DeviceWhere>((comparison) => ({ [name]: comparison }))),
  ...each(instants, (name) => instant<DeviceWhere>((comparison) => ({ [name]: comparison }))),
  osVersion: version((osVersion) => ({ osVersion })),
  tags: { compare: tag.compare, present: () => ({ tags: { count: { gt: 0 } } }) },
  ...complexValue('assignedUser', assignedUserId, { value: assignedUserId, display: text(shownAs) }),
  assignmentSource,
  ...metaOf<DeviceWhere>('Device'),
};

const questions: Questions<DeviceWhere> = { ...attributes, schemas: schemasQuestion(deviceResource, attributes) };

/** A SCIM filter as a question about devices. */
export const toWhere = (filter: Filter, otherwise: Find<DeviceWhere> = refuseUnknown): DeviceWhere =>
  limited(translateFilter(filter, findQuestion(deviceResource, questions, otherwise)));
