import type { Deed } from './law.ts';
import type { Model } from './model.ts';
import { type Draw, fittingPlaces, type Step, SWITCHES, times } from './steps.ts';

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
/** To so many ms before the newest code for a password ends. */
const untilItEnds =
  (account: string, but: number): Cue =>
  (model, now) => {
    const code = model.codes.findLast((one) => one.account === account && one.step === 'UPDATE_PASSWORD');
    const ms = (code?.expiresAt ?? 0) - now - but;
    return ms > 0 ? { kind: 'wait', ms } : undefined;
  };
const guesses = (account: string, count: number): Cue[] =>
  times(count, () => ({ kind: 'guess', account, place: 'password' }) as const);
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

/** What takes several steps in a row to come about; whatever was before, and whatever comes after. */
const SCENES: readonly ((account: string) => Cue[])[] = [
  (who) => [...failsToTheLock(who), untilUnlock(who, 1), signsIn(who), untilUnlock(who, 0), signsIn(who)],
  (who) => [
    ...failsToTheLock(who),
    untilUnlock(who, 0),
    deedOf(who, 'fail'),
    signsIn(who, 'wrong'),
    signsIn(who),
  ],
  (who) => [
    deedOf(who, 'fail'),
    deedOf(who, 'admin-lock'),
    deedOf(who, 'admin-unlock'),
    ...failsToTheLock(who),
  ],
  (who) => [
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
    signsIn(who),
    switchTo('endOnLock'),
    deedOf(who, 'admin-lock'),
    asAtFirst,
    deedOf(who, 'admin-unlock'),
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
  (who) => [asAtFirst, deedOf(who, 'reset-by-link'), untilItEnds(who, 0), showsForPassword(who)],
  (who) => [asAtFirst, deedOf(who, 'reset-by-link'), untilItEnds(who, 1), showsForPassword(who)],
  (who) => [asAtFirst, deedOf(who, 'reset-by-email-otp'), ...guesses(who, 5), showsForPassword(who)],
  (who) => [
    asAtFirst,
    deedOf(who, 'reset-by-email-otp'),
    showsForPassword(who, { as: who === 'bob' ? 'alice' : 'bob' }),
    showsForPassword(who),
  ],
  (who) => [
    () => ({ kind: 'sign-in', account: who, typed: 'right', exchanges: false }),
    deedOf(who, 'disable'),
    deedOf(who, 'enable'),
    (model) => ({ kind: 'exchange', code: model.onTheWay.length - 1 }),
  ],
];

/** The steps of a scene, each drawn when the one before it is done. */
export const scene = (one: Draw & { kind: 'scene' }): Cue[] =>
  SCENES[one.pick % SCENES.length]?.(one.account) ?? [];
