import type { GroupWhere } from '../../documents/generated.ts';
import type { Filter } from '../../protocol/filter.ts';
import { groupResource } from '../../protocol/resourceTypes.ts';
import { identifier } from '../comparisons.ts';
import { each } from '../each.ts';
import { findQuestion, refuseUnknown } from '../findQuestion.ts';
import { limited } from '../limited.ts';
import { membershipOf } from '../membershipOf.ts';
import { metaOf } from '../metaOf.ts';
import type { Questions } from '../Question.ts';
import { textual } from '../textual.ts';
import { type Find, translateFilter } from '../translateFilter.ts';

const members = membershipOf<GroupWhere>(
  (ids) => ({ members: { ids } }),
  () => ({ memberCount: { gt: 0 } }),
);

const questions: Questions<GroupWhere> = {
  id: identifier((id) => ({ id })),
  ...each(['externalId', 'displayName'], (name) => textual<GroupWhere>(groupResource, { name }, (comparison) => ({ [name]: comparison }))),
  members,
  'members.value': members,
  ...metaOf<GroupWhere>('Group'),
};

/** A SCIM filter as a question about groups. */
export const toWhere = (filter: Filter, otherwise: Find<GroupWhere> = refuseUnknown): GroupWhere =>
  limited(translateFilter(filter, findQuestion(groupResource, questions, otherwise)));
