import { groupsAttribute } from './groupsAttribute.ts';
import { type Attribute, attribute, type Schema } from './schema.ts';

const primary = attribute('primary', 'True for the preferred one; true for at most one of the list.', { type: 'boolean' });
const type = (description: string, canonicalValues?: readonly string[]) =>
  attribute('type', description, canonicalValues && { canonicalValues });
const display = attribute('display', 'A text to show to people.');

/** A list of elements with value, display, type and primary (RFC 7643 §2.4). */
const list = (name: string, description: string, value: Attribute, typeOf: Attribute): Attribute =>
  attribute(name, description, { multiValued: true, subAttributes: [value, display, typeOf, primary] });

/** RFC 7643 §4.1. */
export const userSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'A person with an account.',
  attributes: [
    attribute('userName', 'The name to sign in with, unique among the users of the connection without regard to case.', {
      required: true,
      uniqueness: 'server',
    }),
    attribute('name', "The parts of the person's name.", {
      subAttributes: [
        attribute('formatted', 'The full name as it is written.'),
        attribute('familyName', 'The family name.'),
        attribute('givenName', 'The given name.'),
        attribute('middleName', 'The middle names.'),
        attribute('honorificPrefix', 'The honorific prefix, such as "Ms.".'),
        attribute('honorificSuffix', 'The honorific suffix, such as "III".'),
      ],
    }),
    attribute('displayName', 'The name to show to people.'),
    attribute('nickName', 'The casual name of the person.'),
    attribute('profileUrl', "The address of the person's online profile.", { type: 'reference', referenceTypes: ['external'] }),
    attribute('title', "The person's job title."),
    attribute('userType', 'The relation between the organization and the person, such as "Employee".'),
    attribute('preferredLanguage', "The person's preferred language."),
    attribute('locale', "The person's locale, for currency, dates and numbers."),
    attribute('timezone', "The person's time zone, in the IANA Time Zone database format."),
    attribute('active', 'False for a person who may not sign in.', { type: 'boolean' }),
    attribute('password', "The person's password; it is accepted, kept nowhere and never returned.", {
      caseExact: true,
      mutability: 'writeOnly',
      returned: 'never',
    }),
    list(
      'emails',
      "The person's e-mail addresses.",
      attribute('value', 'The e-mail address.'),
      type('What the address is for.', ['work', 'home', 'other']),
    ),
    list(
      'phoneNumbers',
      "The person's phone numbers.",
      attribute('value', 'The phone number.'),
      type('What the number is for.', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    ),
    list(
      'ims',
      "The person's instant messaging addresses.",
      attribute('value', 'The instant messaging address.'),
      type('The messaging network.', ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo']),
    ),
    list(
      'photos',
      "The addresses of the person's photos.",
      attribute('value', 'The address of the photo.', { type: 'reference', caseExact: true, referenceTypes: ['external'] }),
      type('Photo or thumbnail.', ['photo', 'thumbnail']),
    ),
    attribute('addresses', "The person's postal addresses.", {
      multiValued: true,
      subAttributes: [
        attribute('formatted', 'The whole address as it is written on a label.'),
        attribute('streetAddress', 'The street, the house number and what else stands on those lines.'),
        attribute('locality', 'The city.'),
        attribute('region', 'The state or region.'),
        attribute('postalCode', 'The postal code.'),
        attribute('country', 'The country.'),
        type('What the address is for.', ['work', 'home', 'other']),
        primary,
      ],
    }),
    groupsAttribute('The groups that the person is a member of; changed through the groups.'),
    list('entitlements', 'What the person is entitled to.', attribute('value', 'The entitlement.'), type('The kind of entitlement.')),
    list('roles', "The person's roles.", attribute('value', 'The role.'), type('The kind of role.')),
    list(
      'x509Certificates',
      "The person's certificates.",
      attribute('value', 'The certificate, DER in base 64.', { type: 'binary', caseExact: true }),
      type('What the certificate is for.'),
    ),
  ],
};
