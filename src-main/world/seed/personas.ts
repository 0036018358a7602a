import type { JsonObject } from '../../contract/json.ts';
import type { Persona } from '../../contract/world.ts';

/** A persona together with the account that the directory holds for it. */
export interface PersonaSeed extends Persona {
  email: string;
  groups: readonly string[];
  /** She is no customer yet: the directory has no account for her. */
  newcomer?: true;
  /** OpenID Connect claims (Core §5.1) beside `name` and `email`. */
  claims: JsonObject;
}

/** Groups of the directory, as the bank uses them. */
export const GROUPS = {
  customers: 'customers',
  helpDesk: 'help-desk',
  administrators: 'administrators',
} as const;

/**
 * The people of Harbour Bank. The first is the one at the keyboard in a new world.
 *
 * Their passwords are printed on the screen and guard nothing but this laptop's sandbox.
 */
export const PERSONAS: readonly PersonaSeed[] = [
  {
    id: 'alice',
    name: 'Alice Moreau',
    role: 'customer',
    about: 'A customer of nine years. Banks from her laptop and reads every statement.',
    device: 'laptop',
    username: 'alice',
    password: 'alice-sandbox-1',
    email: 'alice.moreau@mail.example',
    groups: [GROUPS.customers],
    claims: {
      given_name: 'Alice',
      family_name: 'Moreau',
      email_verified: true,
      locale: 'en-GB',
      zoneinfo: 'Europe/Paris',
    },
  },
  {
    id: 'bob',
    name: 'Bob Tanaka',
    role: 'customer',
    about: 'A customer who does everything on his phone, usually while walking.',
    device: 'phone',
    username: 'bob',
    password: 'bob-sandbox-1',
    email: 'bob.tanaka@mail.example',
    groups: [GROUPS.customers],
    claims: {
      given_name: 'Bob',
      family_name: 'Tanaka',
      email_verified: true,
      locale: 'en-GB',
      zoneinfo: 'Asia/Tokyo',
    },
  },
  {
    id: 'dave',
    name: 'Dave Okafor',
    role: 'help-desk',
    about: 'Answers the phone at the customer-care desk and looks at accounts for those who call.',
    device: 'desk computer',
    username: 'dave',
    password: 'dave-sandbox-1',
    email: 'dave.okafor@harbour.example',
    groups: [GROUPS.helpDesk],
    claims: {
      given_name: 'Dave',
      family_name: 'Okafor',
      email_verified: true,
      locale: 'en-GB',
      zoneinfo: 'Europe/London',
    },
  },
  {
    id: 'carol',
    name: 'Carol Lindqvist',
    role: 'administrator',
    about: 'Runs identity and APIs at the bank. What she changes, everybody feels.',
    device: 'desk computer',
    username: 'carol',
    password: 'carol-sandbox-1',
    email: 'carol.lindqvist@harbour.example',
    groups: [GROUPS.administrators, GROUPS.helpDesk],
    claims: {
      given_name: 'Carol',
      family_name: 'Lindqvist',
      email_verified: true,
      locale: 'en-GB',
      zoneinfo: 'Europe/Stockholm',
    },
  },
  {
    id: 'erin',
    name: 'Erin Vale',
    role: 'customer',
    about: 'Has just moved to the harbour, and has no account at the bank yet.',
    device: 'laptop',
    username: 'erin',
    password: 'erin-sandbox-1',
    email: 'erin.vale@mail.example',
    newcomer: true,
    groups: [GROUPS.customers],
    claims: {
      given_name: 'Erin',
      family_name: 'Vale',
      locale: 'en-GB',
      zoneinfo: 'Europe/Dublin',
    },
  },
  {
    id: 'mallory',
    name: 'Mallory Finch',
    role: 'attacker',
    about: 'A customer with a small account, and with a large interest in those of others.',
    device: 'laptop',
    username: 'mallory',
    password: 'mallory-sandbox-1',
    email: 'mallory@mail.example',
    groups: [GROUPS.customers],
    claims: {
      given_name: 'Mallory',
      family_name: 'Finch',
      email_verified: true,
      locale: 'en-GB',
      zoneinfo: 'Europe/London',
    },
  },
];
