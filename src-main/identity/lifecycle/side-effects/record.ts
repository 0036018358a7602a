import type { Reason } from '../../../contract/events.ts';
import type { IdpRule } from '../../rules.ts';
import type { Applied } from '../applied.ts';
import type { Cut } from '../cuts.ts';
import type { Trigger } from '../trigger.ts';
import { json } from './json.ts';
import type { Move, SideEffectParts } from './move.ts';

/** Records what a move changed, if it is news. */
export function recordMove(
  { core, accounts }: SideEffectParts,
  move: Move,
  cut: Cut,
  reasons: Reason[],
): void {
  if (!isNews(move, cut)) return;
  const { id, trigger, taken, before, next, effects } = move;
  core.recorder.record({
    type: before === null ? 'account.created' : next === null ? 'account.deleted' : 'account.changed',
    outcome: 'ok',
    subject: id,
    reasons,
    data: {
      trigger: trigger.kind,
      row: taken.row,
      title: taken.title,
      from: json(before),
      to: json(next),
      emailVerified: accounts.get(id)?.claims.email_verified === true,
      cut: json(cut),
      events: effects.flatMap((effect) => (effect.kind === 'event' ? [effect.name] : [])),
    },
  });
}

/** Records that a trigger was refused, and by which rule. */
export function recordRefusal(
  { core }: SideEffectParts,
  id: string,
  trigger: Trigger,
  deniedBy: IdpRule,
  reasons: Reason[],
): Extract<Applied, { ok: false }> {
  core.recorder.record({
    type: 'account.change-refused',
    outcome: 'denied',
    ...(id === '' ? {} : { subject: id }),
    reasons,
    data: { trigger: trigger.kind, rule: deniedBy },
  });
  return { ok: false, deniedBy, reasons };
}

/** A row that the table numbers is always told; of the others, those that changed or cut something. */
function isNews({ taken, before, next }: Move, cut: Cut): boolean {
  // Who listens for new passwords hears of each, whether or not it cut anything; a new address has a story.
  if (taken.row !== null || TOLD.test(taken.trigger)) return true;
  if (JSON.stringify(before) !== JSON.stringify(next)) return true;
  return Object.values(cut).some((count) => count > 0);
}

const TOLD = /-password$|^(?:send-address-again|withdraw-address)$/;
