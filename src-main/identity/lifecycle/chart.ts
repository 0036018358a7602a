import type { AccountState, Channel, ResetMode } from '../../contract/account-state.ts';
import type { ChartTransition } from '../../contract/accounts.ts';
import type { Governance } from '../../contract/governance.ts';
import { IDP_RULES } from '../rules.ts';
import { STANDSTILLS, TRANSITIONS } from './definition.ts';
import { fits, startsAt } from './evaluate.ts';
import { PRECONDITIONS } from './preconditions.ts';
import { waitsFor } from './states.ts';
import type { Transition } from './transition.ts';
import type { PresentedCode, Situation, Trigger } from './trigger.ts';

/** What the chart reads of an account; null where there is none yet. */
export interface ChartOf {
  state: AccountState | null;
  governance: Governance;
  now: number;
  /** The open codes, as they would be presented. */
  codes: readonly PresentedCode[];
  /** By which channels a new address waits. */
  waits: Readonly<Record<Channel, boolean>>;
}

/**
 * The transitions of the table as they stand for one account: open, or closed and by what. The same conditions are asked
 * that the engine asks, with the triggers that could come now.
 */
export function chartOf(of: ChartOf): ChartTransition[] {
  const label = of.state && waitsFor(of.state);
  return [
    ...TRANSITIONS.map((row, index) => describe(row, index, of)),
    ...STANDSTILLS.map((row) => ({
      row: row.row,
      id: `row-${row.row}`,
      trigger: row.title,
      title: row.title,
      from: [...row.from],
      to: ['same'],
      guards: row.rules.map((rule) => IDP_RULES[rule].title),
      open: of.state !== null && (row.from.includes('any') || row.from.some((from) => from === label)),
      closedBy: null,
      standsStill: true,
    })),
  ];
}

function describe(row: Transition, index: number, of: ChartOf): ChartTransition {
  const closedBy = whyClosed(row, of);
  return {
    row: row.row,
    id: `${row.trigger}-${index}`,
    trigger: row.trigger,
    title: row.title,
    from: [...row.from],
    to: [...row.to],
    guards: [
      ...(PRECONDITIONS[row.trigger] ?? []).map(({ rule }) => IDP_RULES[rule].title),
      ...row.when.map(({ text }) => text),
    ],
    open: closedBy === null,
    closedBy,
    standsStill: false,
  };
}

/** The nearest of the triggers that could come: open if one of them is taken by this row. */
function whyClosed(row: Transition, of: ChartOf): string | null {
  if (!startsAt(row, of.state))
    return of.state === null
      ? 'there is no account yet'
      : `the account is ${of.state.label ?? 'without a label'}`;
  const reasons = triggersOf(row, of).map((trigger) => {
    const addressWaits =
      ABOUT_NEW.has(trigger.kind) && 'channel' in trigger ? of.waits[trigger.channel] : undefined;
    return firstObstacle(row, { ...of, trigger, addressWaits } as Situation);
  });
  if (reasons.length === 0) return 'no code for it is open';
  return reasons.some((why) => why === null) ? null : (reasons[0] ?? null);
}

/** What is about a new address that waits. */
const ABOUT_NEW: ReadonlySet<string> = new Set(['send-address-again', 'withdraw-address']);

function firstObstacle(row: Transition, situation: Situation): string | null {
  const broken = (PRECONDITIONS[row.trigger] ?? []).find(({ holds }) => !holds(situation));
  if (broken) return `does not hold: ${IDP_RULES[broken.rule].title}`;
  const missing = row.when.find(({ holds }) => !holds(situation));
  if (missing) return `does not hold: ${missing.text}`;
  const first = TRANSITIONS.find((other) => fits(other, situation));
  return first === row ? null : `“${first?.title}” comes first`;
}

const MODES: readonly ResetMode[] = ['link', 'email-otp', 'sms-otp', 'offline-otp'];

/** The triggers by which a row could be taken now. */
export function triggersOf(row: Transition, { codes }: Pick<ChartOf, 'codes'>): Trigger[] {
  switch (row.trigger) {
    case 'confirm':
    case 'set-password':
      return codes.map((code) => ({ kind: row.trigger as 'confirm', code }));
    case 'self-register':
      return [
        { kind: 'self-register', channelVerified: false },
        { kind: 'self-register', channelVerified: true },
      ];
    case 'create-to-verify':
      return [{ kind: 'create-to-verify', addressGiven: true }];
    case 'force-reset':
      return MODES.map((mode) => ({ kind: 'force-reset', mode }));
    case 'resend':
      return [{ kind: 'resend', scenario: 'SELF_SIGN_UP' }];
    case 'idle':
      return [{ kind: 'idle', idleDays: Number.MAX_SAFE_INTEGER }];
    case 'change-address':
    case 'send-address-again':
    case 'withdraw-address': {
      const kind = row.trigger;
      return [
        { kind, channel: 'email' },
        { kind, channel: 'sms' },
      ];
    }
    default:
      return [{ kind: row.trigger } as Trigger];
  }
}
