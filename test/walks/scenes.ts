import type { CodeStep } from '../../src-main/contract/codes.ts';
import type { Deed } from './law.ts';
import { type Model, openCodes } from './model.ts';
import { fittingPlaces, type Place, type Step, SWITCHES, times } from './steps.ts';

const MINUTE = 60_000;

/** A step that is looked for when the one before it is done. */
export type Cue = (model: Model, now: number) => Step | undefined;

const deedOf =
  (account: string, deed: Deed): Cue =>
  () => ({ kind: 'deed', account, deed });
const signsIn =
  (account: string, typed: 'right' | 'wrong' = 'right'): Cue =>
  () => ({ kind: 'sign-in', account, typed, exchanges: true });
const failsToTheLock = (account: string): Cue[] =>
  times(5, (model: Model) => {
    const state = model.people[account]?.state;
    return state && !state.locked ? ({ kind: 'deed', account, deed: 'fail' } as const) : undefined;
  });
const untilUnlock =
  (account: string, but: number): Cue =>
  (model, now) => {
    const unlockAt = model.people[account]?.state.unlockAt;
    return unlockAt && unlockAt - now - but > 0 ? { kind: 'wait', ms: unlockAt - now - but } : undefined;
  };
/** Shows the newest code of an account where it belongs, or the one before it. */
const shows =
  (account: string, back = 0): Cue =>
  (model) => {
    const own = [...model.codes.entries()].filter(
      ([, one]) => one.account === account && fittingPlaces(one).length > 0,
    );
    const [code, one] = own.at(-1 - back) ?? [];
    const place = one && fittingPlaces(one).at(-1);
    return code !== undefined && place ? { kind: 'show', code, place } : undefined;
  };
/** Shows a code of a step where a password is chosen, maybe with somebody else's name: the newest, or one before it. */
const showsForPassword =
  (account: string, { back = 0, as }: { back?: number; as?: string } = {}): Cue =>
  (model) => {
    const own = [...model.codes.entries()].filter(
      ([, one]) => one.account === account && one.step === 'UPDATE_PASSWORD',
    );
    const code = own.at(-1 - back)?.[0];
    return code === undefined
      ? undefined
      : { kind: 'show', code, place: 'password', ...(as === undefined ? {} : { as }) };
  };
/** A recovery up to the code that reaches the person. */
const recovers = (account: string, channel: '1' | '2'): Cue[] => [
  () => ({ kind: 'init', account, channel }),
  (model) => {
    const code = model.codes.findLastIndex(
      (one) => one.account === account && one.step === 'SEND_RECOVERY_INFORMATION',
    );
    return code < 0 ? undefined : { kind: 'show', code, place: 'recover' };
  },
];
/** To the last moment of the newest code of an account, where it still works; then shown when it is over, and after. */
const atTheEdge = (account: string, steps: readonly CodeStep[]): Cue[] => {
  const newest = (model: Model) =>
    model.codes.findLastIndex((one) => one.account === account && steps.includes(one.step));
  const at =
    (place: Place | 'its own'): Cue =>
    (model) => {
      const code = newest(model);
      const one = model.codes[code];
      const own = one && fittingPlaces(one)[0];
      if (!one || !own) return undefined;
      return { kind: 'show', code, place: place === 'its own' ? own : place };
    };
  return [
    (model, now) => {
      const ms = (model.codes[newest(model)]?.expiresAt ?? 0) - now - 1;
      return ms > 0 ? { kind: 'wait', ms } : undefined;
    },
    at('look'),
    waits(1),
    at('look'),
    at('its own'),
    waits(1),
    at('its own'),
  ];
};
/** To so many ms before the newest recovery of an account ends. */
const untilRecoveryEnds =
  (account: string, but: number): Cue =>
  (model, now) => {
    const flow = model.codes.findLast((one) => one.account === account && one.step === 'RECOVERY_FLOW');
    const ms = (flow?.expiresAt ?? 0) - now - but;
    return ms > 0 ? { kind: 'wait', ms } : undefined;
  };
/** Shows the newest code of this step at a place. */
const showsAt =
  (account: string, step: CodeStep, place: Place): Cue =>
  (model) => {
    const code = model.codes.findLastIndex((one) => one.account === account && one.step === step);
    return code < 0 ? undefined : { kind: 'show', code, place };
  };
const waits =
  (ms: number): Cue =>
  () => ({ kind: 'wait', ms });
/** Wrong codes, until the one that was sent is closed, and `more` after that. */
const guesses = (account: string, more: number): Cue[] => {
  const guess = { kind: 'guess', account, place: 'password' } as const;
  return [
    // As many as may be typed at most, by all the switches of a walk.
    ...times(5, (model: Model) => (openCodes(model, account).length > 0 ? guess : undefined)),
    ...times(more, () => guess),
  ];
};
/** Somebody who is there, neither locked nor disabled, in a directory as at first. */
const opened = (account: string): Cue[] => [
  asAtFirst,
  (model) => (model.people[account] ? undefined : { kind: 'deed', account, deed: 'create' }),
  (model) => (model.people[account]?.state.disabled ? { kind: 'deed', account, deed: 'enable' } : undefined),
  (model) =>
    model.people[account]?.state.locked ? { kind: 'deed', account, deed: 'admin-unlock' } : undefined,
];
/** Signed in at the application with tokens, and once more with a code that the application did not redeem yet. */
const isInside = (account: string): Cue[] => [
  ...opened(account),
  signsIn(account),
  () => ({ kind: 'sign-in', account, typed: 'right', exchanges: false }),
];
/** Whatever was given to an account is tried once more, the newest of each kind. */
const probes = (account: string): Cue[] => [
  (model) => {
    const code = model.onTheWay.findLastIndex((one) => one.account === account);
    return code < 0 ? undefined : { kind: 'exchange', code };
  },
  refreshes(account),
  (model) => {
    const session = model.sessions.findLastIndex((one) => one.account === account);
    return session < 0 ? undefined : { kind: 'pass', session };
  },
];
const turnsTo =
  (to: number): Cue =>
  () => ({ kind: 'switch', to });
const switchTo = (name: string): Cue =>
  turnsTo(SWITCHES.findIndex((one) => JSON.stringify(one).includes(name)));
const asAtFirst = turnsTo(SWITCHES.length);
const refreshes =
  (account: string): Cue =>
  (model) => {
    const token = model.tokens.findLastIndex((one) => one.account === account && one.kind === 'refresh');
    return token < 0 ? undefined : { kind: 'refresh', token };
  };

const other = (who: string): string => (who === 'bob' ? 'alice' : 'bob');

/** What takes several steps in a row to come about; whatever was before, and whatever comes after. */
const SCENES: readonly ((account: string) => Cue[])[] = [
  (who) => [
    ...opened(who),
    ...failsToTheLock(who),
    untilUnlock(who, 1),
    signsIn(who),
    untilUnlock(who, 0),
    signsIn(who),
  ],
  (who) => [
    ...opened(who),
    ...failsToTheLock(who),
    untilUnlock(who, 0),
    deedOf(who, 'fail'),
    signsIn(who, 'wrong'),
    signsIn(who),
  ],
  (who) => [
    ...opened(who),
    deedOf(who, 'fail'),
    deedOf(who, 'admin-lock'),
    deedOf(who, 'admin-unlock'),
    ...failsToTheLock(who),
  ],
  (who) => [
    ...opened(who),
    ...failsToTheLock(who),
    deedOf(who, 'admin-unlock'),
    signsIn(who),
    ...failsToTheLock(who),
    deedOf(who, 'reset-by-link'),
    shows(who),
  ],
  (who) => [
    switchTo('tolerance'),
    deedOf(who, 'delete'),
    deedOf(who, 'invite'),
    deedOf(who, 'resend'),
    shows(who),
  ],
  (who) => [
    () => ({ kind: 'init', account: who, channel: '2' }),
    shows(who),
    shows(who, 1),
    shows(who),
    shows(who),
  ],
  (who) => [
    () => ({ kind: 'init', account: who, channel: '2' }),
    shows(who),
    deedOf(who, 'admin-lock'),
    shows(who, 1),
  ],
  (who) => [signsIn(who), signsIn(who), deedOf(who, 'disable'), deedOf(who, 'enable'), refreshes(who)],
  (who) => [
    ...opened(who),
    signsIn(who),
    switchTo('endOnLock'),
    deedOf(who, 'admin-lock'),
    ...opened(who),
    ...probes(who),
  ],
  (who) => [deedOf(who, 'offline-invite'), deedOf(who, 'admin-lock'), shows(who)],
  (who) => [
    switchTo('labelDefined'),
    deedOf(who, 'delete'),
    deedOf(who, 'self-register'),
    shows(who),
    asAtFirst,
  ],
  (who) => [deedOf(who, 'new-email'), deedOf(who, 'new-email'), shows(who, 1), shows(who)],
  (who) => [
    asAtFirst,
    deedOf(who, 'delete'),
    deedOf(who, 'create'),
    ...recovers(who, '1'),
    ...recovers(who, '2'),
    showsForPassword(who, { back: 1 }),
    showsForPassword(who),
  ],
  (who) => [
    asAtFirst,
    switchTo('selfRegistration":{"lockOnCreation":false},'),
    deedOf(who, 'delete'),
    deedOf(who, 'self-register'),
    ...recovers(who, '1'),
    deedOf(who, 'admin-lock'),
    showsForPassword(who),
    asAtFirst,
  ],
  (who) => [
    asAtFirst,
    switchTo('selfRegistration":{"lockOnCreation":false},'),
    deedOf(who, 'delete'),
    deedOf(who, 'invite'),
    ...recovers(who, '1'),
    showsForPassword(who, { back: 1 }),
    showsForPassword(who),
    asAtFirst,
  ],
  (who) => [...opened(who), deedOf(who, 'reset-by-link'), ...atTheEdge(who, ['UPDATE_PASSWORD'])],
  (who) => [
    ...opened(who),
    deedOf(who, 'new-email'),
    ...atTheEdge(who, ['VERIFY_EMAIL']),
    deedOf(who, 'delete'),
    deedOf(who, 'invite'),
    ...atTheEdge(who, ['UPDATE_PASSWORD']),
  ],
  // A code that came in time is of no use when the recovery that it belongs to is over.
  (who) => [
    ...opened(who),
    ...recovers(who, '1'),
    untilRecoveryEnds(who, 1),
    showsAt(who, 'UPDATE_PASSWORD', 'exchange'),
    waits(1),
    showsAt(who, 'SET_PASSWORD', 'reset'),
    ...recovers(who, '1'),
    untilRecoveryEnds(who, 0),
    showsAt(who, 'UPDATE_PASSWORD', 'exchange'),
  ],
  (who) => [
    ...opened(who),
    () => ({ kind: 'init', account: who, channel: '1' }),
    ...atTheEdge(who, ['SEND_RECOVERY_INFORMATION']),
    ...recovers(who, '1'),
    ...atTheEdge(who, ['RESEND_CONFIRMATION_CODE']),
  ],
  (who) => [
    ...opened(who),
    deedOf(who, 'reset-by-email-otp'),
    ...guesses(who, 1),
    showsForPassword(who),
    switchTo('maxTries'),
    deedOf(who, 'reset-by-sms-otp'),
    ...guesses(who, 1),
    showsForPassword(who),
    asAtFirst,
  ],
  (who) => [
    ...opened(other(who)),
    ...opened(who),
    deedOf(who, 'reset-by-email-otp'),
    showsForPassword(who, { as: other(who) }),
    showsForPassword(who),
  ],
  (who) => [...isInside(who), deedOf(who, 'disable'), deedOf(who, 'enable'), ...probes(who)],
  (who) => [...isInside(who), deedOf(who, 'change-password'), ...probes(who)],
  (who) => [...isInside(who), deedOf(who, 'admin-lock'), deedOf(who, 'admin-unlock'), ...probes(who)],
  (who) => [...isInside(who), ...recovers(who, '1'), showsForPassword(who), ...probes(who)],
  (who) => [...isInside(who), deedOf(who, 'delete'), ...probes(who), deedOf(who, 'create'), ...probes(who)],
  (who) => [
    ...opened(who),
    deedOf(who, 'disable'),
    deedOf(who, 'admin-lock'),
    deedOf(who, 'admin-unlock'),
    signsIn(who),
    deedOf(who, 'admin-lock'),
    deedOf(who, 'enable'),
    signsIn(who),
  ],
  (who) => [
    ...opened(who),
    () => ({ kind: 'sign-in', account: who, typed: 'right', exchanges: false }),
    waits(MINUTE - 1),
    ...probes(who),
    () => ({ kind: 'sign-in', account: who, typed: 'right', exchanges: false }),
    waits(MINUTE),
    ...probes(who),
  ],
];
export const SCENE_COUNT = SCENES.length;
/** The steps of a scene, each drawn when the one before it is done. */
export const scene = (account: string, number: number): Cue[] => SCENES[number]?.(account) ?? [];
