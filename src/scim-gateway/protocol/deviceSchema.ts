import { groupsAttribute } from './groupsAttribute.ts';
import { attribute, type Schema } from './schema.ts';

/** RFC 9944 §4, as far as a client may only read. */
export const deviceSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Device',
  name: 'Device',
  description: 'A device. It is registered and changed over GraphQL, and read over SCIM.',
  attributes: [
    attribute('displayName', 'The name of the device to show to people.', { mutability: 'readOnly' }),
    attribute('active', 'True: a device that is registered is in operation, and one that no longer is is deleted.', {
      type: 'boolean',
      required: true,
      mutability: 'readOnly',
    }),
    attribute('mudUrl', 'The URL of the MUD file of the device (RFC 8520); no device has one here.', {
      type: 'reference',
      caseExact: true,
      mutability: 'readOnly',
      referenceTypes: ['external'],
    }),
    groupsAttribute('The groups that the device is in; here groups are of people, so that it is in none.'),
  ],
};
