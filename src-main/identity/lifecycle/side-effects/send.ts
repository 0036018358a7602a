import type { AccountState } from '../../../contract/account-state.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Account } from '../../../store/accounts.ts';
import type { Issued } from '../applied.ts';
import { inWords } from '../in-words.ts';
import type { Effect } from '../trigger.ts';
import type { Move, SideEffectParts } from './move.ts';
import { sentAgain } from './sent-again.ts';
import { verifyChannel, waitingAddress } from './verify-channel.ts';

/** Carries out what a row does for the person, in its order: channels verified, notices sent, codes made and sent. */
export function send(parts: SideEffectParts, move: Move, saved: Account): Issued[] {
  const { internal } = parts.governance.get().notifications;
  const issued: Issued[] = [];
  for (const effect of move.effects) {
    if (effect.kind === 'verify-channel') verifyChannel(parts, saved.id, move.change.code);
    if (effect.kind === 'notify' && internal)
      parts.postman.deliver({
        account: effect.to === 'old-address' ? (move.account ?? saved) : saved,
        channel: 'email',
        template: effect.template,
        detail: detailOf(saved.state, parts.core.clock.now()),
      });
    if (effect.kind === 'issue-code') issued.push(issue(parts, move, saved, effect, internal));
  }
  return issued;
}

function issue(
  parts: SideEffectParts,
  move: Move,
  account: Account,
  effect: Extract<Effect, { kind: 'issue-code' }>,
  internal: boolean,
): Issued {
  const { codes, postman, linkOf } = parts;
  const { trigger, change } = move;
  const channel = internal || effect.channel === 'handed-over' ? effect.channel : 'external';
  if (trigger.kind === 'change-address') codes.endAll(account.id, 'superseded', [effect.step]);
  const address =
    trigger.kind === 'send-address-again' ? waitingAddress(account, trigger.channel) : change.address;
  const data: JsonObject = address === undefined ? {} : { address };
  const code =
    sentAgain(parts, move, [effect]) ?? codes.issue({ ...effect, account: account.id, channel, data });
  if (channel === 'email' || channel === 'sms')
    postman.deliver({
      account,
      channel,
      address,
      template: effect.template,
      code: code.secret,
      lifetime: effect.lifetime,
      link: effect.format === 'link' ? linkOf({ scenario: effect.scenario, secret: code.secret }) : undefined,
    });
  return { ...code, channel, scenario: effect.scenario };
}

const detailOf = ({ locked, unlockAt }: AccountState, now: number): string | undefined =>
  locked && unlockAt !== null ? `You can try again in ${inWords(unlockAt - now)}.` : undefined;
