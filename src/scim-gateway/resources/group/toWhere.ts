import type { GroupWhere } from '../../documents/generated.ts';
import type { Filter } from '../../protocol/filter.ts';
import { groupResource } from '../../protocol/resourceTypes.ts';
import { identifier } from '../comparisons.ts';
import { customAttribute } from '../customAttribute.ts';
import type { Declared } from '../declared.ts';
import { each } from '../each.ts';
import { findQuestion, refuseUnknown } from '../findQuestion.ts';
import { limited } from '../limited.ts';
import { membershipOf } from '../membershipOf.ts';
import { metaOf } from '../metaOf.ts';
import type { Questions } from '../Question.ts';
import { schemasQuestion } from '../schemasQuestion.ts';
import { textual } from '../textual.ts';
import { type Find, translateFilter } from '../translateFilter.ts';

const members = membershipOf<GroupWhere>(
  (ids) => ({ members: { ids } }),
  () => ({ memberCount: { gt: 0 } }),
);

const attributes: Questions<GroupWhere> = {
  id: identifier((id) => ({ id })),
  ...each(['externalId', 'displayName'], (name) => textual<GroupWhere>(groupResource, { name }, (comparison) => ({ [name]: comparison }))),
  members,
  'members.value': members,
  ...metaOf<GroupWhere>('Group'),
};

const questions: Questions<GroupWhere> = { ...attributes, schemas: schemasQuestion(groupResource, attributes) };

/** A SCIM filter as a question about groups; what is declared is declared of whoever has it. */
export const toWhere = (filter: Filter, declared: Declared = [], otherwise: Find<GroupWhere> = refuseUnknown): GroupWhere =>
  limited(translateFilter(filter, findQuestion(groupResource, questions, customAttribute(declared, otherwise))));
