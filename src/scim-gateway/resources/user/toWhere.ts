import type { AddressWhere, MultiValueWhere, UserWhere } from '../../documents/generated.ts';
import type { Filter } from '../../protocol/filter.ts';
import { userResource } from '../../protocol/resourceTypes.ts';
import { collection } from '../collection.ts';
import { boolean, identifier, reference, text } from '../comparisons.ts';
import { complexValue } from '../complexValue.ts';
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
import { addressParts, enterpriseAttributes, multiValueParts, multiValues, nameParts, plainAttributes } from './attributes.ts';

const multiValue = (list: string): Questions<MultiValueWhere> => ({
  ...each(multiValueParts, (sub) => textual<MultiValueWhere>(userResource, { name: list, sub }, (comparison) => ({ [sub]: comparison }))),
  primary: boolean((primary) => ({ primary })),
});

const address: Questions<AddressWhere> = {
  ...each(addressParts, (part) => text<AddressWhere>((comparison) => ({ [part]: comparison }))),
  primary: boolean((primary) => ({ primary })),
};

const name = complexValue<UserWhere>(
  'name',
  { present: () => ({ or: nameParts.map((part) => ({ name: { [part]: { exists: true } } })) }) },
  each(nameParts, (part) => text<UserWhere>((comparison) => ({ name: { [part]: comparison } }))),
);

/** A manager is named by what the provider sent, or by the id of the user that this refers to. */
const managerReference = {
  ...reference<UserWhere>((id) => ({ or: [{ managerReference: { eq: id, caseSensitive: true } }, { manager: { id: { eq: id } } }] })),
  present: (): UserWhere => ({ managerReference: { exists: true } }),
};

const manager = complexValue<UserWhere>('manager', managerReference, {
  value: managerReference,
  displayName: text((displayName) => ({ manager: { displayName } })),
});

const groups = membershipOf<UserWhere>((ids) => ({ memberOf: { ids, transitive: false } }));

const attributes: Questions<UserWhere> = {
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
  ...manager,
  ...metaOf<UserWhere>('User'),
};

const questions: Questions<UserWhere> = { ...attributes, schemas: schemasQuestion(userResource, attributes) };

/** A SCIM filter as a question about users; custom attributes are compared as they are declared. */
export const toWhere = (filter: Filter, declared: Declared = [], otherwise: Find<UserWhere> = refuseUnknown): UserWhere =>
  limited(translateFilter(filter, findQuestion(userResource, questions, customAttribute(declared, otherwise))));
