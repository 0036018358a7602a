import type { ApiRecord } from '../../store/apis.ts';

/** Lifetime of the access tokens of the bank's APIs, s: short, as nobody can call back a token that was copied. */
const ACCESS_TOKEN_TTL = 300;

/** How long the gateway waits for an API, ms of real time. */
const TIMEOUT_MS = 5_000;

/** The bank's APIs. Resource indicators (RFC 8707) are names, not addresses: nothing listens there. */
export const APIS: readonly ApiRecord[] = [
  {
    id: 'accounts',
    name: 'Accounts API',
    version: '1.0',
    position: 0,
    definition: {
      about:
        'Accounts, balances and what was booked. Takes signed tokens (RFC 9068) that the gateway reads itself.',
      resource: 'https://api.harbour.example/accounts',
      tokenFormat: 'jwt',
      scopes: [
        { name: 'accounts:list', about: 'See which accounts you have' },
        { name: 'accounts:read', about: 'See the balance and the bookings of each account' },
      ],
      operations: [
        { method: 'GET', path: '/accounts', scope: 'accounts:list', summary: 'List accounts' },
        { method: 'GET', path: '/accounts/{id}', scope: 'accounts:read', summary: 'Open one account' },
        {
          method: 'GET',
          path: '/accounts/{id}/transactions',
          scope: 'accounts:read',
          summary: 'List the bookings of one account',
        },
      ],
      accessTokenTtl: ACCESS_TOKEN_TTL,
      timeoutMs: TIMEOUT_MS,
    },
  },
  {
    id: 'payments',
    name: 'Payments API',
    version: '1.0',
    position: 1,
    definition: {
      about: 'Payments made and payments to make. Takes signed tokens (RFC 9068).',
      resource: 'https://api.harbour.example/payments',
      tokenFormat: 'jwt',
      scopes: [
        { name: 'payments:read', about: 'See the payments that you made' },
        { name: 'payments:create', about: 'Pay money from your accounts' },
      ],
      operations: [
        { method: 'GET', path: '/payments', scope: 'payments:read', summary: 'List payments' },
        { method: 'GET', path: '/payments/{id}', scope: 'payments:read', summary: 'Open one payment' },
        { method: 'POST', path: '/payments', scope: 'payments:create', summary: 'Make a payment' },
      ],
      accessTokenTtl: ACCESS_TOKEN_TTL,
      timeoutMs: TIMEOUT_MS,
    },
  },
  {
    id: 'cards',
    name: 'Cards API',
    version: '1.0',
    position: 2,
    definition: {
      about:
        'Cards and their blocks. Takes opaque tokens, about which the gateway asks the provider (RFC 7662).',
      resource: 'https://api.harbour.example/cards',
      tokenFormat: 'opaque',
      scopes: [
        { name: 'cards:read', about: 'See your cards' },
        { name: 'cards:block', about: 'Block a card' },
      ],
      operations: [
        { method: 'GET', path: '/cards', scope: 'cards:read', summary: 'List cards' },
        { method: 'GET', path: '/cards/{id}', scope: 'cards:read', summary: 'Open one card' },
        { method: 'POST', path: '/cards/{id}/block', scope: 'cards:block', summary: 'Block a card' },
      ],
      accessTokenTtl: ACCESS_TOKEN_TTL,
      timeoutMs: TIMEOUT_MS,
    },
  },
];
