import type { Unasked } from './requirement.ts';

/** What no request shows, and what this service does otherwise. */
export const UNASKED: readonly Unasked[] = [
  {
    rfc: 7643,
    section: '2.3.4',
    level: 'MUST NOT',
    says: 'an integer has no fraction or exponent',
    why: 'The integers here are counters that the directory writes.',
  },
  {
    rfc: 7643,
    section: '2.3.6',
    level: 'MUST',
    says: 'binary values are base64',
    why: 'No attribute is binary: certificates are not kept.',
  },
  {
    rfc: 7643,
    section: '3.1',
    level: 'MUST',
    says: '`externalId` counts within the domain of the client that gave it',
    why: 'A sandbox has one provisioning domain.',
  },
  {
    rfc: 7643,
    section: '4.1.2',
    level: 'MUST',
    says: 'a country is a code of two letters',
    why: 'Not enforced: clients in the field send names of countries, and a directory that refuses them loses the rest.',
  },
  {
    rfc: 7643,
    section: '4.2',
    level: 'SHOULD',
    says: 'groups may be members of groups',
    why: 'They are not, here: a member is a user, and another id is refused with invalidValue.',
  },
  {
    rfc: 7643,
    section: '9.2',
    level: 'MUST NOT',
    says: 'a password is kept in clear text',
    why: 'No request can show it. It is kept as a memory-hard hash; `test/integration/scim/users.test.ts` looks through the log.',
  },
  {
    rfc: 7644,
    section: '3.4.2.1',
    level: 'MUST',
    says: 'a query across resource types heeds its filter for each',
    why: 'Such a query is optional, and is answered 501.',
  },
  {
    rfc: 7644,
    section: '3.4.2.1',
    level: 'SHALL',
    says: 'too many results are refused with “tooMany”',
    why: 'There are never too many: every answer is a page of at most 1000.',
  },
  {
    rfc: 7644,
    section: '5',
    level: 'MUST',
    says: 'user names and passwords are compared by PRECIS',
    why: 'Not met beyond ASCII: letter case of other letters counts, and text is not normalised.',
  },
  {
    rfc: 7644,
    section: '7.2',
    level: 'MUST',
    says: 'the transport is secured by TLS',
    why: 'A sandbox listens on loopback, without TLS.',
  },
];
