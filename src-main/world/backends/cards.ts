import type { Express } from 'express';
import { type BackendDeps, caller, createBackend, findOwned } from './backend.ts';
import { type Caller, ownerLimit } from './caller.ts';
import { isoTime, money } from './money.ts';
import { type BackendRecord, number, text } from './records.ts';

/** The cards API. `GET /cards`, `GET /cards/{id}`, `POST /cards/{id}/block`. */
export function cardsBackend(deps: BackendDeps): Express {
  return createBackend(deps, (router) => {
    router.get('/cards', (_req, res) => {
      res.json({ cards: deps.records.list('card', ownerLimit(caller(res))).map(card) });
    });
    router.get('/cards/:id', (req, res) => {
      res.json(card(findOwned(deps, res, 'card', req.params.id)));
    });
    router.post('/cards/:id/block', (req, res) => {
      const found = findOwned(deps, res, 'card', req.params.id);
      // Blocking twice is no error: whoever lost a card wants it blocked, not a lecture (RFC 9110 §9.2.2).
      res.json(card(found.payload.status === 'blocked' ? found : block(deps, caller(res), found)));
    });
  });
}

/** Blocks a card and says so in the log, or does neither. */
function block(deps: BackendDeps, who: Caller, found: BackendRecord): BackendRecord {
  const payload = { ...found.payload, status: 'blocked', blockedAt: deps.clock.now() };
  const blocked = { ...found, payload };
  deps.records.transaction(() => {
    deps.records.save('card', blocked);
    deps.recorder.record({
      type: 'api.card.blocked',
      outcome: 'ok',
      subject: who.subject,
      data: { api: deps.api, client: who.client, card: found.id },
    });
  });
  return blocked;
}

function card({ id, payload }: BackendRecord) {
  return {
    id,
    kind: text(payload.kind),
    holder: text(payload.holder),
    number: `•••• ${text(payload.lastDigits)}`,
    account: text(payload.account),
    limit: money(number(payload.limitCents)),
    status: text(payload.status),
    ...(payload.blockedAt === undefined ? {} : { blocked_at: isoTime(number(payload.blockedAt)) }),
  };
}
