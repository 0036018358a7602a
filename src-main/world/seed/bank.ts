import type { JsonObject } from '../../contract/json.ts';
import { harbourIban } from '../iban.ts';

/** A record as a backend keeps it. `owner` is the account id of the customer whom it belongs to. */
export interface BankRecord {
  api: string;
  collection: string;
  id: string;
  owner: string;
  payload: JsonObject;
}

interface AccountSeed {
  id: string;
  owner: string;
  holder: string;
  name: string;
  kind: 'current' | 'savings';
  balanceCents: number;
  /** Days ago, text, cents. Newest first. */
  bookings: readonly (readonly [number, string, number])[];
}

const DAY_MS = 24 * 3600 * 1000;

const ACCOUNTS: readonly AccountSeed[] = [
  {
    id: '4711',
    owner: 'alice',
    holder: 'Alice Moreau',
    name: 'Everyday account',
    kind: 'current',
    balanceCents: 284_160,
    bookings: [
      [1, 'Quayside Bakery', -1_280],
      [2, 'Salary, Moreau Translations', 261_500],
      [4, 'Harbour Lights Electricity', -8_420],
      [6, 'Standing order to Savings', -25_000],
      [9, 'Northgate Books', -3_490],
      [12, 'Tramway season ticket', -5_900],
    ],
  },
  {
    id: '4712',
    owner: 'alice',
    holder: 'Alice Moreau',
    name: 'Savings',
    kind: 'savings',
    balanceCents: 1_240_000,
    bookings: [
      [6, 'Standing order from Everyday account', 25_000],
      [30, 'Interest', 1_033],
    ],
  },
  {
    id: '5120',
    owner: 'bob',
    holder: 'Bob Tanaka',
    name: 'Everyday account',
    kind: 'current',
    balanceCents: 63_855,
    bookings: [
      [1, 'Ramen Pier 9', -1_850],
      [3, 'Salary, Tanaka Cycles', 198_000],
      [5, 'Rent, Lighthouse Row', -94_000],
      [8, 'Spare parts, Velodrome', -21_760],
    ],
  },
  {
    id: '6604',
    owner: 'mallory',
    holder: 'Mallory Finch',
    name: 'Everyday account',
    kind: 'current',
    balanceCents: 1_337,
    bookings: [
      [2, 'Radio parts, Signal House', -4_100],
      [7, 'Cash at branch', 5_000],
    ],
  },
];

const PAYMENTS = [
  {
    id: '9001',
    owner: 'alice',
    from: '4711',
    to: '5120',
    name: 'Bob Tanaka',
    reference: 'Concert tickets',
    cents: 4_200,
    daysAgo: 3,
  },
  {
    id: '9002',
    owner: 'alice',
    from: '4711',
    to: '4712',
    name: 'Alice Moreau',
    reference: 'Standing order',
    cents: 25_000,
    daysAgo: 6,
  },
  {
    id: '9003',
    owner: 'bob',
    from: '5120',
    to: '4711',
    name: 'Alice Moreau',
    reference: 'Dinner, my half',
    cents: 1_950,
    daysAgo: 10,
  },
];

const CARDS = [
  {
    id: '3001',
    owner: 'alice',
    account: '4711',
    holder: 'Alice Moreau',
    kind: 'debit',
    lastDigits: '4471',
    limitCents: 150_000,
  },
  {
    id: '3002',
    owner: 'alice',
    account: '4711',
    holder: 'Alice Moreau',
    kind: 'credit',
    lastDigits: '8820',
    limitCents: 300_000,
  },
  {
    id: '3101',
    owner: 'bob',
    account: '5120',
    holder: 'Bob Tanaka',
    kind: 'debit',
    lastDigits: '1093',
    limitCents: 80_000,
  },
  {
    id: '3201',
    owner: 'mallory',
    account: '6604',
    holder: 'Mallory Finch',
    kind: 'debit',
    lastDigits: '6666',
    limitCents: 20_000,
  },
];

/** What the bank's backends hold in a new world. `now` is virtual time, ms: bookings lie some days before it. */
export function bankRecords(now: number): BankRecord[] {
  return [
    ...ACCOUNTS.map(accountRecord),
    ...ACCOUNTS.flatMap((account) => bookingRecords(account, now)),
    ...PAYMENTS.map(({ owner, id, from, to, name, reference, cents, daysAgo }) => ({
      api: 'payments',
      collection: 'payment',
      id,
      owner,
      payload: {
        fromAccount: from,
        toIban: harbourIban(to),
        toName: name,
        reference,
        amountCents: cents,
        madeAt: now - daysAgo * DAY_MS,
        status: 'booked',
      },
    })),
    ...CARDS.map(({ owner, id, ...card }) => ({
      api: 'cards',
      collection: 'card',
      id,
      owner,
      payload: { ...card, status: 'active' },
    })),
  ];
}

function accountRecord({ id, owner, holder, name, kind, balanceCents }: AccountSeed): BankRecord {
  return {
    api: 'accounts',
    collection: 'account',
    id,
    owner,
    payload: { holder, name, kind, iban: harbourIban(id), balanceCents },
  };
}

function bookingRecords({ id, owner, bookings }: AccountSeed, now: number): BankRecord[] {
  return bookings.map(([daysAgo, text, amountCents], index) => ({
    api: 'accounts',
    collection: 'booking',
    id: `${id}-${String(bookings.length - index).padStart(4, '0')}`,
    owner,
    payload: { account: id, text, amountCents, bookedAt: now - daysAgo * DAY_MS },
  }));
}
