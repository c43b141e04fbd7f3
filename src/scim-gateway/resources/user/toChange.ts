import type { AddressInput, MultiValueInput, UpdateUserInput } from '../../documents/generated.ts';
import { isObject, type Json, type JsonObject, type ScimDocument } from '../../protocol/document.ts';
import { enterpriseUserSchema } from '../../protocol/enterpriseUserSchema.ts';
import { invalidValue } from '../../protocol/errors.ts';
import { each } from '../each.ts';
import { toExtensions } from '../toExtensions.ts';
import { textOrNull } from '../toJson.ts';
import { addressParts, enterpriseAttributes, multiValueParts, multiValues, nameParts, plainAttributes } from './attributes.ts';

type Change = Omit<UpdateUserInput, 'id' | 'expectedVersion' | 'userName'> & { userName: string };

/** The whole user that a document describes: what it leaves out is cleared, but `active` is kept. */
export function toChange(document: ScimDocument): Change {
  const enterprise = toObject(document[enterpriseUserSchema.id]);
  const name = toObject(document.name);
  return {
    userName: toUserName(document),
    ...each(plainAttributes, (attribute) => textOrNull(document[attribute])),
    name: each(nameParts, (part) => textOrNull(name[part])),
    active: typeof document.active === 'boolean' ? document.active : undefined,
    ...each(multiValues, (attribute) => toElements(document[attribute], toMultiValue)),
    addresses: toElements(document.addresses, toAddress),
    ...each(enterpriseAttributes, (attribute) => textOrNull(enterprise[attribute])),
    managerReference: textOrNull(toObject(enterprise.manager).value),
    extensions: toExtensions(document, [enterpriseUserSchema.id]),
  };
}

function toUserName({ userName }: ScimDocument): string {
  if (typeof userName !== 'string' || userName.trim() === '') throw invalidValue('A user needs a userName.');
  return userName;
}

const toObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

const toElements = <Element>(value: Json | undefined, toElement: (element: JsonObject) => Element): Element[] =>
  Array.isArray(value) ? value.filter(isObject).map((element) => toElement(toObject(element))) : [];

const toMultiValue = (element: JsonObject): MultiValueInput => ({
  ...each(multiValueParts, (part) => textOrNull(element[part])),
  primary: toPrimary(element),
});

const toAddress = (element: JsonObject): AddressInput => ({
  ...each(addressParts, (part) => textOrNull(element[part])),
  primary: toPrimary(element),
});

const toPrimary = ({ primary }: JsonObject) => (typeof primary === 'boolean' ? primary : null);
