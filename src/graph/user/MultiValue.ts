import { builder } from '../builder.ts';

/** What each part of a multi-valued attribute says (RFC 7643 §2.4). */
const words = {
  value: 'The value itself, kept as sent.',
  display: 'A name of the value to show.',
  type: 'Such as "work" or "home"; any word is kept.',
  primary: 'Whether this is the one to prefer.',
};

const addressWords = {
  formatted: 'The whole address as it is written on an envelope.',
  streetAddress: 'Street and number.',
  locality: 'City or town.',
  region: 'State or region.',
  postalCode: 'Postal code.',
  country: 'Country, kept as sent.',
  type: words.type,
  primary: words.primary,
};

type Optional<Shape> = { [Key in keyof Shape]?: Shape[Key] | null };
export type MultiValueShape = Optional<{ value: string; display: string; type: string; primary: boolean }>;
export type AddressShape = Optional<Record<Exclude<keyof typeof addressWords, 'primary'>, string> & { primary: boolean }>;

export const MultiValue = builder.objectRef<MultiValueShape>('MultiValue').implement({
  description: 'One value of a multi-valued attribute (RFC 7643 §2.4).',
  fields: (t) => ({
    value: t.exposeString('value', { nullable: true, description: words.value }),
    display: t.exposeString('display', { nullable: true, description: words.display }),
    type: t.exposeString('type', { nullable: true, description: words.type }),
    primary: t.exposeBoolean('primary', { nullable: true, description: words.primary }),
  }),
});

export const MultiValueInput = builder.inputType('MultiValueInput', {
  description: 'One value of a multi-valued attribute. One without any part is left out.',
  fields: (t) => ({
    value: t.string({ description: words.value }),
    display: t.string({ description: words.display }),
    type: t.string({ description: words.type }),
    primary: t.boolean({ description: words.primary }),
  }),
});

export const Address = builder.objectRef<AddressShape>('Address').implement({
  description: 'A postal address (RFC 7643 §4.1.2).',
  fields: (t) => ({
    formatted: t.exposeString('formatted', { nullable: true, description: addressWords.formatted }),
    streetAddress: t.exposeString('streetAddress', { nullable: true, description: addressWords.streetAddress }),
    locality: t.exposeString('locality', { nullable: true, description: addressWords.locality }),
    region: t.exposeString('region', { nullable: true, description: addressWords.region }),
    postalCode: t.exposeString('postalCode', { nullable: true, description: addressWords.postalCode }),
    country: t.exposeString('country', { nullable: true, description: addressWords.country }),
    type: t.exposeString('type', { nullable: true, description: addressWords.type }),
    primary: t.exposeBoolean('primary', { nullable: true, description: addressWords.primary }),
  }),
});

export const AddressInput = builder.inputType('AddressInput', {
  description: 'A postal address. One without any part is left out.',
  fields: (t) => ({
    formatted: t.string({ description: addressWords.formatted }),
    streetAddress: t.string({ description: addressWords.streetAddress }),
    locality: t.string({ description: addressWords.locality }),
    region: t.string({ description: addressWords.region }),
    postalCode: t.string({ description: addressWords.postalCode }),
    country: t.string({ description: addressWords.country }),
    type: t.string({ description: addressWords.type }),
    primary: t.boolean({ description: addressWords.primary }),
  }),
});
