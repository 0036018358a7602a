import fc from 'fast-check';
import type { CodeStep } from '../../src-main/contract/codes.ts';
import type { Chance } from './chance.ts';
import { BEGINNINGS, DEEDS, type Deed } from './law.ts';
import { timeIsOver } from './law-states.ts';
import { type Code, type Model, openCodes } from './model.ts';

/** Where a code can be shown. */
export const PLACES = ['confirm', 'password', 'look', 'recover', 'again', 'exchange', 'reset'] as const;
export type Place = (typeof PLACES)[number];

/** One step of a walk, as it was drawn from the state that the walk was in. Numbers are positions in the model's lists. */
export type Step =
  | { kind: 'deed'; account: string; deed: Deed; by?: 'scim' }
  | { kind: 'show'; code: number; place: Place; as?: string }
  | { kind: 'guess'; account: string; place: 'confirm' | 'password' | 'sign-in' }
  | { kind: 'init'; account: string; channel: string }
  | { kind: 'sign-in'; account: string; typed: 'right' | 'wrong' | 'code'; exchanges: boolean }
  | { kind: 'exchange'; code: number }
  | { kind: 'refresh'; token: number }
  | { kind: 'pass'; session: number }
  | { kind: 'end-sessions' | 'revoke-tokens'; account: string }
  | { kind: 'switch'; to: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'snapshot' | 'restore' | 'restart' };

export const PEOPLE = ['alice', 'bob', 'erin'] as const;
const MINUTE = 60_000;

/** Sets of switches that a walk can turn to, beside those of a new world. */
export const SWITCHES = [
  { selfRegistration: { lockOnCreation: false }, emailVerification: { lockOnCreation: false } },
  { selfRegistration: { lockOnCreation: false, sendConfirmation: false } },
  { liteRegistration: { lockOnCreation: false } },
  { emailVerification: { inviteBy: 'email-otp', verifyBy: 'email-otp' } },
  { emailVerification: { inviteBy: 'sms-otp' } },
  { accountLock: { attempts: 2, baseMinutes: 1, ratio: 3 } },
  { accountLock: { attempts: 1, baseMinutes: 7, ratio: 1.5 } },
  { verificationOnUpdate: { clearsLock: false, notifyOldAddress: false } },
  { recovery: { writesState: false, notifySuccess: false } },
  { codes: { tolerance: MINUTE } },
  { codes: { maxTries: 2 } },
  { sessions: { endOnLock: true, endOnDisable: true, endOnPasswordChange: true } },
  { sessions: { endOnDelete: false } },
  { adminReset: { lockNotification: true, unlockNotification: true } },
  { notifications: { internal: false } },
  { notifications: { labelDefined: false } },
] as const;

const FITTING: Readonly<Record<CodeStep, readonly Place[]>> = {
  CONFIRM_SIGN_UP: ['confirm'],
  CONFIRM_LITE_SIGN_UP: ['confirm'],
  CONFIRM_PENDING_EMAIL_VERIFICATION: ['confirm'],
  VERIFY_EMAIL: ['confirm'],
  VERIFY_MOBILE_NUMBER: ['confirm'],
  UPDATE_PASSWORD: ['password'],
  SET_PASSWORD: ['reset'],
  SEND_RECOVERY_INFORMATION: ['recover'],
  RESEND_CONFIRMATION_CODE: ['again'],
  RECOVERY_FLOW: [],
};
/** Where a code belongs. */
export const fittingPlaces = ({ step, scenario }: Code): readonly Place[] =>
  scenario === 'NOTIFICATION_BASED_PW_RECOVERY' && step === 'UPDATE_PASSWORD'
    ? ['password', 'exchange', 'exchange']
    : FITTING[step];

export const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

/** What makes sense now: each step that moves somebody on from where she is, by its weight. */
export function fitting(model: Model, now: number): Step[] {
  const found: Step[] = [];
  const deed = (weight: number, account: string, name: Deed) =>
    found.push(...times(weight, { kind: 'deed', account, deed: name } as const));
  for (const account of PEOPLE) {
    const person = model.people[account];
    if (!person) {
      for (const name of BEGINNINGS) deed(2, account, name);
      continue;
    }
    const { label, locked, lockReason, disabled } = person.state;
    const waits = (label ?? lockReason)?.startsWith('PENDING_') ?? false;
    if (waits) deed(3, account, 'resend');
    if (waits) deed(1, account, 'admin-unlock');
    if (waits) deed(1, account, 'admin-set-password');
    if (disabled) deed(3, account, 'enable');
    if (locked && !waits) deed(2, account, 'admin-unlock');
    const enters = !disabled && (!locked || timeIsOver(person.state, now));
    if (enters)
      for (const exchanges of [true, true, false])
        found.push({ kind: 'sign-in', account, typed: 'right', exchanges });
    if (enters) deed(2, account, 'fail');
    if (enters) found.push({ kind: 'init', account, channel: '1' }, { kind: 'init', account, channel: '2' });
    for (const name of ['new-email', 'reset-by-link', 'admin-lock', 'disable'] as const)
      deed(1, account, name);
    if (openCodes(model, account).some(({ format }) => format === 'otp'))
      found.push(...times(2, { kind: 'guess', account, place: 'password' } as const), {
        kind: 'sign-in',
        account,
        typed: 'code',
        exchanges: true,
      });
  }
  for (const [code, one] of model.codes.entries())
    if (one.status === 'open' && now < one.expiresAt)
      for (const place of fittingPlaces(one)) found.push(...times(3, { kind: 'show', code, place } as const));
  for (const [code, one] of model.onTheWay.entries())
    if (!one.dead) found.push(...times(2, { kind: 'exchange', code } as const));
  for (const [token, one] of model.tokens.entries())
    if (one.kind === 'refresh' && !one.dead) found.push({ kind: 'refresh', token });
  return found;
}

/** What must not work: everything that was used, superseded, withdrawn, too old, revoked or ended, where it once did. */
export function dead(model: Model, now: number): Step[] {
  const found: Step[] = [];
  for (const [code, one] of model.codes.entries())
    if (one.status !== 'open' || now >= one.expiresAt)
      for (const place of fittingPlaces(one)) found.push({ kind: 'show', code, place });
  for (const [code, one] of model.onTheWay.entries()) if (one.dead) found.push({ kind: 'exchange', code });
  for (const [token, one] of model.tokens.entries())
    if (one.kind === 'refresh' && one.dead) found.push({ kind: 'refresh', token });
  for (const [session, one] of model.sessions.entries()) if (one.dead) found.push({ kind: 'pass', session });
  return found;
}

/** To either side of each moment at which something ends, and what is then tried. */
export function boundaries(model: Model, now: number): Step[] {
  const moments = [
    ...model.codes.filter(({ status }) => status === 'open').map(({ expiresAt }) => expiresAt),
    ...model.onTheWay.filter((code) => !code.dead).map(({ expiresAt }) => expiresAt),
    ...Object.values(model.people).flatMap((person) => person?.state.unlockAt ?? []),
  ].filter((moment) => moment > now && moment - now <= 25 * 60 * MINUTE);
  return moments.flatMap((moment) =>
    [moment - now - 1, moment - now, moment - now].flatMap((ms): Step[] =>
      ms > 0 ? [{ kind: 'wait', ms }] : [],
    ),
  );
}

/** How a walk goes on: which kind of step, and which of those that the state offers. */
export type Draw =
  | { kind: 'fitting' | 'dead' | 'boundary'; pick: number }
  | { kind: 'scene'; account: string }
  | { kind: 'untried'; account: string }
  | { kind: 'any'; account: string; deed: Deed; by?: 'scim' }
  | { kind: 'elsewhere'; pick: number; place: Place; as: string | undefined }
  | { kind: 'step'; step: Step };

const account = fc.constantFrom('erin', 'erin', 'alice', 'bob');
const pick = fc.nat({ max: 10_000 });
const step = (...all: Step[]) => fc.constantFrom(...all).map((one): Draw => ({ kind: 'step', step: one }));
const SCIM_DEEDS = ['disable', 'enable', 'admin-lock', 'admin-unlock', 'delete', 'reset-by-link'] as const;

export const draw: fc.Arbitrary<Draw> = fc.oneof(
  { weight: 12, arbitrary: pick.map((one): Draw => ({ kind: 'fitting', pick: one })) },
  { weight: 6, arbitrary: pick.map((one): Draw => ({ kind: 'dead', pick: one })) },
  { weight: 3, arbitrary: pick.map((one): Draw => ({ kind: 'boundary', pick: one })) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('scene' as const), account }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('untried' as const), account }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('any' as const), account, deed: fc.constantFrom(...DEEDS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('any' as const),
      account,
      deed: fc.constantFrom(...SCIM_DEEDS),
      by: fc.constant('scim' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('elsewhere' as const),
      pick,
      place: fc.constantFrom(...PLACES),
      as: fc.option(fc.constantFrom(...PEOPLE), { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: step(
      { kind: 'guess', account: 'erin', place: 'confirm' },
      { kind: 'guess', account: 'erin', place: 'password' },
      { kind: 'guess', account: 'erin', place: 'sign-in' },
      { kind: 'sign-in', account: 'erin', typed: 'right', exchanges: true },
      { kind: 'sign-in', account: 'bob', typed: 'right', exchanges: true },
      { kind: 'sign-in', account: 'bob', typed: 'wrong', exchanges: true },
      { kind: 'end-sessions', account: 'bob' },
      { kind: 'revoke-tokens', account: 'alice' },
      { kind: 'wait', ms: 7 * MINUTE },
    ),
  },
  {
    weight: 2,
    arbitrary: step({ kind: 'snapshot' }, { kind: 'restore' }, { kind: 'restore' }, { kind: 'restart' }),
  },
  {
    weight: 2,
    arbitrary: fc
      .nat({ max: SWITCHES.length })
      .map((to): Draw => ({ kind: 'step', step: { kind: 'switch', to } })),
  },
);

/** The step that a draw comes to in this state; undefined where the state offers none. */
export function drawn(
  one: Exclude<Draw, { kind: 'scene' }>,
  model: Model,
  now: number,
  chance: Chance,
): Step | undefined {
  const among = (steps: Step[], at: number) => steps[at % Math.max(1, steps.length)];
  switch (one.kind) {
    case 'fitting':
      return among(fitting(model, now), one.pick);
    case 'dead':
      return among(dead(model, now), one.pick);
    case 'boundary':
      return among(boundaries(model, now), one.pick);
    case 'untried':
      return { kind: 'deed', account: one.account, deed: chance.deed(model.people[one.account] ?? null) };
    case 'any':
      return { kind: 'deed', account: one.account, deed: one.deed, ...(one.by && { by: one.by }) };
    case 'elsewhere':
      return model.codes.length === 0
        ? undefined
        : {
            kind: 'show',
            code: one.pick % model.codes.length,
            place: one.place,
            ...(one.as === undefined ? {} : { as: one.as }),
          };
    default:
      return one.step;
  }
}
