import { builder, documentation } from '../builder.ts';
import { AddressInput, MultiValueInput } from './MultiValue.ts';

const NameInput = builder.inputType('NameInput', {
  description: 'The parts of a name. Absent keeps a part, null or an empty string clears it.',
  fields: (t) => ({
    formatted: t.string({ description: documentation('User', 'formattedName') }),
    familyName: t.string({ description: documentation('User', 'familyName') }),
    givenName: t.string({ description: documentation('User', 'givenName') }),
    middleName: t.string({ description: documentation('User', 'middleName') }),
    honorificPrefix: t.string({ description: documentation('User', 'honorificPrefix') }),
    honorificSuffix: t.string({ description: documentation('User', 'honorificSuffix') }),
  }),
});

/** What may be said of a person beside the userName, the same when making and when changing one. */
export const personFields = (t: PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>) => {
  const text = (column: string) => t.string({ description: documentation('User', column) });
  const list = (column: string) => t.field({ type: [MultiValueInput], description: documentation('User', column) });
  return {
    externalId: text('externalId'),
    displayName: text('displayName'),
    name: t.field({ type: NameInput, description: 'The parts of the name; null clears them all.' }),
    nickName: text('nickName'),
    profileUrl: text('profileUrl'),
    title: text('title'),
    userType: text('userType'),
    preferredLanguage: text('preferredLanguage'),
    locale: text('locale'),
    timezone: text('timezone'),
    active: t.boolean({ description: documentation('User', 'active') }),
    emails: list('emails'),
    phoneNumbers: list('phoneNumbers'),
    ims: list('ims'),
    photos: list('photos'),
    addresses: t.field({ type: [AddressInput], description: documentation('User', 'addresses') }),
    entitlements: list('entitlements'),
    roles: list('roles'),
    x509Certificates: list('x509Certificates'),
    employeeNumber: text('employeeNumber'),
    costCenter: text('costCenter'),
    organization: text('organization'),
    division: text('division'),
    department: text('department'),
    managerReference: text('managerReference'),
    extensions: t.field({
      type: 'JSONObject',
      description:
        'Attributes of other SCIM schemas, by schema URN: all of them, because this replaces what is there. To set single declared ones, send attributes.',
    }),
    attributes: t.field({
      type: 'JSONObject',
      description:
        'Custom attributes by the keys of their definitions, as in { badge: 42 }: an absent one stays, as does what is not declared; a null one goes, and null goes for all that are declared. Not beside extensions.',
    }),
  };
};

const nameColumns = {
  formatted: 'formattedName',
  familyName: 'familyName',
  givenName: 'givenName',
  middleName: 'middleName',
  honorificPrefix: 'honorificPrefix',
  honorificSuffix: 'honorificSuffix',
} as const;

type NamePart = keyof typeof nameColumns;

/** A person's input with its name taken apart into the directory's columns. */
export function toChange<Input extends { name?: Partial<Record<NamePart, string | null>> | null }>({ name, ...rest }: Input) {
  const parts = name === null ? Object.keys(nameColumns).map((part) => [part, null] as const) : Object.entries(name ?? {});
  const columns = Object.fromEntries(parts.map(([part, value]) => [nameColumns[part as NamePart], value]));
  return { ...rest, ...(columns as { [Column in (typeof nameColumns)[NamePart]]?: string | null }) };
}
