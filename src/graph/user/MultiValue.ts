import { attributes } from '#directory/conditions/attributes.ts';
import { builder } from '../builder.ts';

/** The parts say here what they say in a where. */
const { MultiValue: parts, Address: addressParts } = attributes;

type Optional<Shape> = { [Key in keyof Shape]?: Shape[Key] | null };
export type MultiValueShape = Optional<{ value: string; display: string; type: string; primary: boolean }>;
export type AddressShape = Optional<
  Record<Exclude<keyof typeof addressParts, 'and' | 'or' | 'not' | 'primary'>, string> & { primary: boolean }
>;

export const MultiValue = builder.objectRef<MultiValueShape>('MultiValue').implement({
  description: 'One value of a multi-valued attribute (RFC 7643 §2.4).',
  fields: (t) => ({
    value: t.exposeString('value', { nullable: true, description: parts.value.description }),
    display: t.exposeString('display', { nullable: true, description: parts.display.description }),
    type: t.exposeString('type', { nullable: true, description: parts.type.description }),
    primary: t.exposeBoolean('primary', { nullable: true, description: parts.primary.description }),
  }),
});

export const MultiValueInput = builder.inputType('MultiValueInput', {
  description: 'One value of a multi-valued attribute. One without any part is left out.',
  fields: (t) => ({
    value: t.string({ description: parts.value.description }),
    display: t.string({ description: parts.display.description }),
    type: t.string({ description: parts.type.description }),
    primary: t.boolean({ description: parts.primary.description }),
  }),
});

export const Address = builder.objectRef<AddressShape>('Address').implement({
  description: 'A postal address (RFC 7643 §4.1.2).',
  fields: (t) => ({
    formatted: t.exposeString('formatted', { nullable: true, description: addressParts.formatted.description }),
    streetAddress: t.exposeString('streetAddress', { nullable: true, description: addressParts.streetAddress.description }),
    locality: t.exposeString('locality', { nullable: true, description: addressParts.locality.description }),
    region: t.exposeString('region', { nullable: true, description: addressParts.region.description }),
    postalCode: t.exposeString('postalCode', { nullable: true, description: addressParts.postalCode.description }),
    country: t.exposeString('country', { nullable: true, description: addressParts.country.description }),
    type: t.exposeString('type', { nullable: true, description: addressParts.type.description }),
    primary: t.exposeBoolean('primary', { nullable: true, description: addressParts.primary.description }),
  }),
});

export const AddressInput = builder.inputType('AddressInput', {
  description: 'A postal address. One without any part is left out.',
  fields: (t) => ({
    formatted: t.string({ description: addressParts.formatted.description }),
    streetAddress: t.string({ description: addressParts.streetAddress.description }),
    locality: t.string({ description: addressParts.locality.description }),
    region: t.string({ description: addressParts.region.description }),
    postalCode: t.string({ description: addressParts.postalCode.description }),
    country: t.string({ description: addressParts.country.description }),
    type: t.string({ description: addressParts.type.description }),
    primary: t.boolean({ description: addressParts.primary.description }),
  }),
});
