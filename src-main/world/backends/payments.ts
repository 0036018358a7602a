import type { Express } from 'express';
import { z } from 'zod';
import { accountOfIban, harbourIban, isHarbourIban } from '../iban.ts';
import { apiReason } from './api-rules.ts';
import { type BackendDeps, caller, createBackend, findOwned, idSchema } from './backend.ts';
import { type Caller, ownerLimit } from './caller.ts';
import { amountSchema, isoTime, money } from './money.ts';
import { Problem } from './problem.ts';
import { type BackendRecord, number, text } from './records.ts';

const FIRST_PAYMENT = 9001;

const paymentSchema = z.strictObject({
  from_account: idSchema,
  to_iban: z
    .string()
    .max(40)
    .refine(isHarbourIban, 'This is no account number of Harbour Bank: check the digits')
    .transform((iban) => harbourIban(accountOfIban(iban))),
  to_name: z.string().trim().min(1).max(70),
  reference: z.string().trim().max(140).default(''),
  amount: amountSchema,
});

/** The payments API. `GET /payments`, `GET /payments/{id}`, `POST /payments`. */
export function paymentsBackend(deps: BackendDeps): Express {
  return createBackend(deps, (router) => {
    router.get('/payments', (_req, res) => {
      const records = deps.records.list('payment', ownerLimit(caller(res)));
      res.json({ payments: records.map(payment).reverse() });
    });
    router.get('/payments/:id', (req, res) => {
      res.json(payment(findOwned(deps, res, 'payment', req.params.id)));
    });
    router.post('/payments', (req, res) => {
      const order = paymentSchema.parse(req.body);
      const who = caller(res);
      const account = payableAccount(deps, who.subject, order.from_account);
      // One transaction: the payment, both accounts and the event that tells of them, or nothing.
      const made = deps.records.transaction(() => {
        const booked = book(deps, account, order);
        recordBooked(deps, who, booked);
        return booked;
      });
      res.status(201).location(`/payments/${made.id}`).json(payment(made));
    });
  });
}

/** Only the holder pays from an account: staff may look, not spend. */
function payableAccount(deps: BackendDeps, subject: string | undefined, id: string): BackendRecord {
  const account = deps.records.of('accounts').get('account', id);
  if (!account || account.owner === undefined || account.owner !== subject) {
    throw new Problem(403, 'api.payment.holder', 'Forbidden', `Account ${id} is not yours to pay from.`);
  }
  return account;
}

/** Books a payment: money leaves one account and, when it is one of the bank's, arrives at the other. */
function book(deps: BackendDeps, from: BackendRecord, order: z.output<typeof paymentSchema>): BackendRecord {
  const accounts = deps.records.of('accounts');
  const left = number(from.payload.balanceCents) - order.amount;
  if (left < 0) {
    throw new Problem(
      422,
      'api.payment.covered',
      'Not enough money',
      `Account ${from.id} does not hold that much.`,
    );
  }
  accounts.save('account', { ...from, payload: { ...from.payload, balanceCents: left } });
  addBooking(deps, from, `To ${order.to_name}`, -order.amount);
  const to = accounts.get('account', accountOfIban(order.to_iban));
  if (to) {
    const balanceCents = number(to.payload.balanceCents) + order.amount;
    accounts.save('account', { ...to, payload: { ...to.payload, balanceCents } });
    addBooking(deps, to, `From ${text(from.payload.holder)}`, order.amount);
  }
  const record: BackendRecord = {
    id: deps.records.nextId('payment', FIRST_PAYMENT),
    owner: from.owner,
    payload: {
      fromAccount: from.id,
      toIban: order.to_iban,
      toName: order.to_name,
      reference: order.reference,
      amountCents: order.amount,
      madeAt: deps.clock.now(),
      status: 'booked',
    },
  };
  deps.records.save('payment', record);
  return record;
}

/** Says in the log that money has moved, and by which rules it could. */
function recordBooked(deps: BackendDeps, who: Caller, { id, owner, payload }: BackendRecord): void {
  const account = text(payload.fromAccount);
  deps.recorder.record({
    type: 'api.payment.booked',
    outcome: 'allowed',
    subject: who.subject,
    reasons: [
      apiReason('api.payment.holder', 'pass', {
        path: 'token.sub',
        expected: owner ?? 'nobody',
        seen: who.subject ?? who.client,
        inputs: { account, owner: owner ?? null },
      }),
      apiReason('api.payment.covered', 'pass', {
        path: 'request.body.amount',
        seen: money(number(payload.amountCents)).value,
        inputs: { account, amountCents: number(payload.amountCents) },
      }),
    ],
    data: {
      api: deps.api,
      client: who.client,
      payment: id,
      fromAccount: account,
      toIban: text(payload.toIban),
      reference: text(payload.reference),
      amountCents: number(payload.amountCents),
    },
  });
}

function addBooking(deps: BackendDeps, account: BackendRecord, label: string, amountCents: number): void {
  const accounts = deps.records.of('accounts');
  const count = accounts
    .list('booking', account.owner)
    .filter((item) => item.payload.account === account.id).length;
  accounts.save('booking', {
    id: `${account.id}-${String(count + 1).padStart(4, '0')}`,
    owner: account.owner,
    payload: { account: account.id, text: label, amountCents, bookedAt: deps.clock.now() },
  });
}

function payment({ id, payload }: BackendRecord) {
  return {
    id,
    from_account: text(payload.fromAccount),
    to_iban: text(payload.toIban),
    to_name: text(payload.toName),
    reference: text(payload.reference),
    amount: money(number(payload.amountCents)),
    made_at: isoTime(number(payload.madeAt)),
    status: text(payload.status),
  };
}
