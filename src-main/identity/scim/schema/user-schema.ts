import { ENTERPRISE_SCHEMA, USER_SCHEMA } from '../urns.ts';
import { attribute, complex, flag, plural, readOnly, type Schema } from './attribute.ts';

/** RFC 7643 §4.1, without x509Certificates, which nothing here uses. */
export const USER: Schema = {
  id: USER_SCHEMA,
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', 'The name by which the person signs in; unique in any letter case.', {
      required: true,
      uniqueness: 'server',
    }),
    complex('name', 'The parts of the name.', [
      attribute('formatted', 'The full name.'),
      attribute('familyName', 'The family name.'),
      attribute('givenName', 'The given name.'),
      attribute('middleName', 'The middle names.'),
      attribute('honorificPrefix', 'A title before the name.'),
      attribute('honorificSuffix', 'A suffix behind the name.'),
    ]),
    attribute('displayName', 'The name that is shown.'),
    attribute('nickName', 'What the person is called.'),
    attribute('profileUrl', 'A page about the person.', {
      type: 'reference',
      referenceTypes: ['external'],
      caseExact: true,
    }),
    attribute('title', 'The title, e.g. “Vice President”.'),
    attribute('userType', 'The relation to the organisation, e.g. “Employee”.'),
    attribute('preferredLanguage', 'The preferred languages (RFC 9110 §12.5.4).'),
    attribute('locale', 'The language and country, e.g. “en-GB”.'),
    attribute('timezone', 'The time zone, e.g. “Europe/Paris”.'),
    flag('active', 'Whether the account is enabled. False disables it, as an administrator does.'),
    attribute('password', 'The password. It is kept as a hash and never returned.', {
      mutability: 'writeOnly',
      returned: 'never',
      caseExact: true,
    }),
    plural('emails', 'E-mail addresses. The primary one is the address of the account.', [
      'work',
      'home',
      'other',
    ]),
    plural('phoneNumbers', 'Telephone numbers. The primary one gets text messages.', [
      'work',
      'home',
      'mobile',
      'fax',
      'pager',
      'other',
    ]),
    plural('ims', 'Instant messaging addresses.', [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
    ]),
    plural(
      'photos',
      'Pictures.',
      ['photo', 'thumbnail'],
      [
        attribute('value', 'The address of the picture.', {
          type: 'reference',
          referenceTypes: ['external'],
          caseExact: true,
        }),
      ],
    ),
    plural(
      'addresses',
      'Postal addresses.',
      ['work', 'home', 'other'],
      [
        attribute('formatted', 'The whole address.'),
        attribute('streetAddress', 'Street and number.'),
        attribute('locality', 'Town.'),
        attribute('region', 'State or region.'),
        attribute('postalCode', 'Postal code.'),
        attribute('country', 'Country.'),
      ],
    ),
    complex(
      'groups',
      'The groups to which the user belongs. Change it at the group.',
      [
        readOnly('value', 'The id of the group.', { caseExact: true }),
        readOnly('$ref', 'The address of the group.', {
          type: 'reference',
          referenceTypes: ['Group'],
          caseExact: true,
        }),
        readOnly('display', 'The name of the group.'),
        readOnly('type', 'Always “direct”.', { canonicalValues: ['direct', 'indirect'] }),
      ],
      { multiValued: true, mutability: 'readOnly' },
    ),
    plural('entitlements', 'What the person is entitled to.'),
    plural('roles', 'Roles.'),
  ],
};

/** RFC 7643 §4.3. */
export const ENTERPRISE: Schema = {
  id: ENTERPRISE_SCHEMA,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute('employeeNumber', 'The number of the person in the organisation.'),
    attribute('costCenter', 'The cost centre.'),
    attribute('organization', 'The organisation.'),
    attribute('division', 'The division.'),
    attribute('department', 'The department.'),
    complex('manager', 'The manager.', [
      attribute('value', 'The id of the manager.', { caseExact: true }),
      readOnly('$ref', 'The address of the manager.', {
        type: 'reference',
        referenceTypes: ['User'],
        caseExact: true,
      }),
      readOnly('displayName', 'The name of the manager.'),
    ]),
  ],
};
