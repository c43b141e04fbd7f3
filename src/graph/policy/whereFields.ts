import type { builder } from '../builder.ts';
import { wheres } from '../condition/wheres.ts';

type InputBuilder = PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>;

const asText = (where: string) =>
  `The same as ${where}, written as text: a SCIM filter, such as department eq "Sales" and not (title co "intern"). Send one of the two.`;

/** Whom a policy is for, as it is said by rules. */
export const whereFields = (t: InputBuilder) => ({
  users: t.field({
    type: wheres.User,
    description:
      'People for whom this holds, and their devices. Beside devices, it is asked of the person to whom a device is assigned. What it names must be there, and in reach.',
  }),
  usersText: t.string({ description: asText('users') }),
  devices: t.field({
    type: wheres.Device,
    description: 'Devices for which this holds; beside users, those of them whose person matches too.',
  }),
  devicesText: t.string({ description: asText('devices') }),
});
