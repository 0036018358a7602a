import type { Express } from 'express';
import { type BackendDeps, caller, createBackend, findOwned } from './backend.ts';
import { ownerLimit } from './caller.ts';
import { isoTime, money } from './money.ts';
import { type BackendRecord, number, text } from './records.ts';

/** The accounts API. `GET /accounts`, `GET /accounts/{id}`, `GET /accounts/{id}/transactions`. */
export function accountsBackend(deps: BackendDeps): Express {
  return createBackend(deps, (router) => {
    router.get('/accounts', (_req, res) => {
      const records = deps.records.list('account', ownerLimit(caller(res)));
      res.json({ accounts: records.map(summary) });
    });
    router.get('/accounts/:id', (req, res) => {
      const record = findOwned(deps, res, 'account', req.params.id);
      res.json({ ...summary(record), balance: money(number(record.payload.balanceCents)) });
    });
    router.get('/accounts/:id/transactions', (req, res) => {
      const account = findOwned(deps, res, 'account', req.params.id);
      res.json({ account: account.id, transactions: bookings(deps, account) });
    });
  });
}

/** Without the balance: `accounts:list` shows which accounts there are, and no more. */
function summary({ id, payload }: BackendRecord) {
  return {
    id,
    name: text(payload.name),
    kind: text(payload.kind),
    holder: text(payload.holder),
    iban: text(payload.iban),
    currency: 'EUR',
  };
}

function bookings(deps: BackendDeps, account: BackendRecord) {
  return deps.records
    .list('booking', account.owner)
    .filter(({ payload }) => payload.account === account.id)
    .sort((a, b) => number(b.payload.bookedAt) - number(a.payload.bookedAt) || b.id.localeCompare(a.id))
    .map(({ id, payload }) => ({
      id,
      text: text(payload.text),
      amount: money(number(payload.amountCents)),
      booked_at: isoTime(number(payload.bookedAt)),
    }));
}
