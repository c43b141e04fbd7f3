import type { AddressWhere, MultiValueWhere, UserWhere } from '../../documents/generated.ts';
import type { Filter } from '../../protocol/filter.ts';
import { userResource } from '../../protocol/resourceTypes.ts';
import { collection } from '../collection.ts';
import { boolean, constant, identifier, instant, reference, text } from '../comparisons.ts';
import { each } from '../each.ts';
import { findQuestion, refuseUnknown } from '../findQuestion.ts';
import { limited } from '../limited.ts';
import { membershipOf } from '../membershipOf.ts';
import type { Question, Questions } from '../Question.ts';
import { textual } from '../textual.ts';
import { type Find, translateFilter } from '../translateFilter.ts';
import { addressParts, enterpriseAttributes, multiValueParts, multiValues, nameParts, plainAttributes } from './attributes.ts';
import { customAttribute } from './customAttribute.ts';

const multiValue = (list: string): Questions<MultiValueWhere> => ({
  ...each(multiValueParts, (sub) => textual<MultiValueWhere>(userResource, { name: list, sub }, (comparison) => ({ [sub]: comparison }))),
  primary: boolean((primary) => ({ primary })),
});

const address: Questions<AddressWhere> = {
  ...each(addressParts, (part) => text<AddressWhere>((comparison) => ({ [part]: comparison }))),
  primary: boolean((primary) => ({ primary })),
};

const name: Questions<UserWhere> = {
  name: { present: () => ({ or: nameParts.map((part) => ({ name: { [part]: { exists: true } } })) }) },
  ...Object.fromEntries(nameParts.map((part) => [`name.${part}`, text<UserWhere>((comparison) => ({ name: { [part]: comparison } }))])),
};

/** A manager is named by what the provider sent, or by the id of the user that this refers to. */
const manager: Question<UserWhere> = {
  ...reference<UserWhere>((id) => ({ or: [{ managerReference: { eq: id, caseSensitive: true } }, { manager: { id: { eq: id } } }] })),
  present: () => ({ managerReference: { exists: true } }),
};

const groups = membershipOf<UserWhere>((ids) => ({ memberOf: { ids, transitive: false } }));

const questions: Questions<UserWhere> = {
  id: identifier((id) => ({ id })),
  ...each(['userName', ...plainAttributes, ...enterpriseAttributes], (attribute) =>
    textual<UserWhere>(userResource, { name: attribute }, (comparison) => ({ [attribute]: comparison })),
  ),
  ...name,
  active: boolean((active) => ({ active })),
  ...Object.assign(
    {},
    ...multiValues.map((list) => collection<UserWhere, MultiValueWhere>(list, (where) => ({ [list]: where }), multiValue(list))),
  ),
  ...collection('addresses', (addresses): UserWhere => ({ addresses }), address),
  groups,
  'groups.value': groups,
  manager,
  'manager.value': manager,
  'manager.displayName': text((displayName) => ({ manager: { displayName } })),
  'meta.resourceType': constant('User'),
  'meta.created': instant((createdAt) => ({ createdAt })),
  'meta.lastModified': instant((updatedAt) => ({ updatedAt })),
};

/** A SCIM filter as a question about users. */
export const toWhere = (filter: Filter, otherwise: Find<UserWhere> = refuseUnknown): UserWhere =>
  limited(translateFilter(filter, findQuestion(userResource, questions, customAttribute(otherwise))));
