import { type AccountState, accountLabelSchema } from '../../contract/account-state.ts';
import { codeStepSchema, scenarioSchema } from '../../contract/codes.ts';
import { type Governance, governanceSchema } from '../../contract/governance.ts';
import type { LifecycleDefinition, LifecycleRow } from '../../contract/lifecycle.ts';
import { triggersOf } from './chart.ts';
import { STANDSTILLS, TRANSITIONS } from './definition.ts';
import { fits } from './evaluate.ts';
import { fresh } from './states.ts';
import type { Transition } from './transition.ts';
import type { PresentedCode, Situation, Trigger } from './trigger.ts';

let picture: LifecycleDefinition | undefined;

/**
 * The transition table for the picture. What a row does to the lock and to the disable flag is found by running it from
 * every state, so the picture shows what the engine does.
 */
export function pictureOfLifecycle(): LifecycleDefinition {
  picture ??= { rows: [...TRANSITIONS.map(rowOf), ...STANDSTILLS.map(standstill)] };
  return picture;
}

const standstill = ({ row, title, from, about }: (typeof STANDSTILLS)[number]): LifecycleRow => ({
  id: `row-${row}`,
  row,
  trigger: title,
  title,
  from: [...from],
  to: ['same'],
  ...NO_EFFECT,
  standsStill: true,
  about,
});

const NO_EFFECT = { locks: false, unlocks: false, disables: false, enables: false };

function rowOf(row: Transition, index: number): LifecycleRow {
  const effect = { ...NO_EFFECT };
  for (const situation of situationsOf(row)) {
    if (!fits(row, situation)) continue;
    const before = situation.state ?? fresh(null);
    const after = row.next(situation as Situation & { state: AccountState });
    if (after === null) continue;
    effect.locks ||= after.locked && !before.locked;
    effect.unlocks ||= before.locked && !after.locked;
    effect.disables ||= after.disabled && !before.disabled;
    effect.enables ||= before.disabled && !after.disabled;
  }
  const { trigger, title, from, to } = row;
  return {
    id: `${trigger}-${index}`,
    row: row.row,
    trigger,
    title,
    from: [...from],
    to: [...to],
    ...effect,
    standsStill: false,
    about: null,
  };
}

const NOW = 1_000_000;

function* situationsOf(row: Transition): Generator<Situation> {
  for (const governance of GOVERNANCES)
    for (const trigger of triggersOf(row, { codes: CODES }))
      for (const state of row.from.includes('none') ? [null] : STATES)
        yield { state, trigger: trigger as Trigger, governance, now: NOW } as Situation;
}

/** Every label with every lock and both values of the flag, with and without a failed sign-in too many. */
const STATES: readonly AccountState[] = [null, ...accountLabelSchema.options].flatMap((label) =>
  [false, true].flatMap((disabled) =>
    [0, 4].flatMap((failedAttempts) =>
      [
        { locked: false },
        { locked: true, lockReason: 'ADMIN_INITIATED' as const },
        { locked: true, lockReason: 'MAX_ATTEMPTS_EXCEEDED' as const, unlockAt: NOW - 1 },
      ].map((lock) => ({ ...fresh(label), disabled, failedAttempts, ...lock })),
    ),
  ),
);

/** As it is set at first, and with new accounts open at once. */
const GOVERNANCES: readonly Governance[] = [
  governanceSchema.parse({}),
  governanceSchema.parse({
    selfRegistration: { lockOnCreation: false },
    liteRegistration: { lockOnCreation: false },
    emailVerification: { lockOnCreation: false },
  }),
];

const code = (fields: Partial<PresentedCode>): PresentedCode => ({
  known: true,
  scenario: 'SELF_SIGN_UP',
  step: 'UPDATE_PASSWORD',
  status: 'open',
  expiresAt: NOW + 1,
  accepted: codeStepSchema.options,
  ...fields,
});

const CODES: readonly PresentedCode[] = [
  ...codeStepSchema.options.map((step) => code({ step })),
  ...scenarioSchema.options.map((scenario) => code({ scenario })),
];
