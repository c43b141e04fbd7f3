import type { AssignmentSource } from '../documents/generatedEnums.ts';
import { attribute, type Characteristics, type Schema } from './schema.ts';

const readOnly = (name: string, description: string, characteristics: Characteristics = {}) =>
  attribute(name, description, { ...characteristics, mutability: 'readOnly' });

/** How a device can have come to its user. */
export const assignmentSources: Record<AssignmentSource, AssignmentSource> = {
  AUTO_LOGIN: 'AUTO_LOGIN',
  ENROLLMENT_SSO: 'ENROLLMENT_SSO',
  IDENTITY: 'IDENTITY',
  MANUAL: 'MANUAL',
  CSV: 'CSV',
  API: 'API',
  RULE: 'RULE',
};

/** What a device-management service knows of a device: an extension of our own. */
export const managedDeviceSchema: Schema = {
  id: 'urn:muster:params:scim:schemas:extension:managed:1.0:Device',
  name: 'ManagedDevice',
  description: 'What a device-management service knows of a device.',
  attributes: [
    readOnly('serialNumber', 'The serial number, unique in the connection without regard to case.', { uniqueness: 'server' }),
    readOnly('udid', 'The unique device identifier that the platform reports, unique in the connection without regard to case.', {
      uniqueness: 'server',
    }),
    readOnly('platform', 'The platform as the service names it, such as "macOS" or "Windows".'),
    readOnly('osVersion', 'The version of the operating system, such as "14.10", compared part by part as numbers.'),
    readOnly('osBuild', 'The build of the operating system, such as "23A344".'),
    readOnly('model', 'The model, such as "MacBookPro18,3".'),
    readOnly('manufacturer', 'The manufacturer.'),
    readOnly('chip', 'The chip or processor, such as "Apple M3".'),
    readOnly('supervised', 'Whether the device is supervised.', { type: 'boolean' }),
    readOnly('enrollmentType', 'How it was enrolled as the service names it, such as "automated" or "user".'),
    readOnly('enrolledAt', 'When it was enrolled.', { type: 'dateTime' }),
    readOnly('lastCheckInAt', 'When it was last heard of.', { type: 'dateTime' }),
    readOnly('ownership', 'Whose it is as the service names it, such as "company" or "personal".'),
    readOnly('encrypted', 'Whether its disk is encrypted.', { type: 'boolean' }),
    readOnly('assetTag', "The organization's own inventory number."),
    readOnly('tags', 'Words that administrators put on it.', { multiValued: true }),
    readOnly('assignedUser', 'Whose device it is. When the user is deleted, the value stays and says no more.', {
      subAttributes: [
        readOnly('value', 'The id of the user.', { caseExact: true }),
        readOnly('$ref', 'The URI of the user.', { type: 'reference', caseExact: true, referenceTypes: ['User'] }),
        readOnly('display', "The user's name."),
      ],
    }),
    readOnly('assignmentSource', 'How the device came to its user.', {
      canonicalValues: Object.keys(assignmentSources),
    }),
    readOnly('assignedAt', 'When the device came to its user.', { type: 'dateTime' }),
  ],
};
