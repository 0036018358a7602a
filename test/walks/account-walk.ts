import fc from 'fast-check';
import { isUsable } from '../../src-main/contract/account-state.ts';
import type { Applied } from '../../src-main/identity/lifecycle/applied.ts';
import { presented } from '../../src-main/identity/lifecycle/code-book.ts';
import type { Trigger } from '../../src-main/identity/lifecycle/trigger.ts';
import { WalkGround } from './ground.ts';
import { begins, type Deed, type Tuple, tableSays } from './table.ts';

const PEOPLE = ['alice', 'bob', 'erin'] as const;
const MINUTE = 60_000;
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** One step of a walk. */
export type Step =
  | { kind: 'deed'; account: string; deed: Exclude<Deed, 'confirm' | 'set-password'> }
  | { kind: 'code'; deed: 'confirm' | 'set-password'; back: number }
  | {
      kind: 'scim';
      account: string;
      deed: 'disable' | 'enable' | 'admin-lock' | 'admin-unlock' | 'delete' | 'force-reset';
    }
  | { kind: 'sign-in'; account: string }
  | { kind: 'wait'; ms: number }
  | { kind: 'snapshot' | 'restore' | 'restart' };

const account = fc.oneof(
  { weight: 3, arbitrary: fc.constant('erin') },
  { weight: 2, arbitrary: fc.constantFrom('alice', 'bob') },
);
const BEGINNINGS = ['self-register', 'lite-register', 'create', 'invite', 'create-to-verify'] as const;
const DEEDS = [
  'resend',
  'resend',
  'resend',
  'admin-set-password',
  'force-reset',
  'fail-often',
  'admin-lock',
  'admin-unlock',
  'disable',
  'enable',
  'change-address',
  'idle',
  'delete',
] as const;

const beginning = fc.record({
  kind: fc.constant('deed' as const),
  account,
  deed: fc.constantFrom(...BEGINNINGS),
});

/** What often comes right after the beginning of an account: the code is asked for again, shown, or the state moved on. */
const followUp: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ kind: 'deed', account: 'erin', deed: 'resend' }),
  fc.record({
    kind: fc.constant('code' as const),
    deed: fc.constantFrom('confirm' as const, 'set-password' as const),
    back: fc.nat({ max: 1 }),
  }),
  fc.record({
    kind: fc.constant('deed' as const),
    account: fc.constant('erin'),
    deed: fc.constantFrom('change-address' as const, 'force-reset' as const, 'disable' as const),
  }),
);
const FOLLOWING = 3;

/** Walks of so many steps. Erin, who has no account in a new world, gets one at the first. */
export const walks = (steps: number): fc.Arbitrary<Step[]> =>
  fc
    .tuple(
      beginning.map((step) => ({ ...step, account: 'erin' })),
      fc.array(followUp, { minLength: FOLLOWING, maxLength: FOLLOWING }),
      wandering(steps - 1 - FOLLOWING),
    )
    .map(([first, next, more]) => [first, ...next, ...more]);

const wandering = (steps: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: beginning },
      {
        weight: 10,
        arbitrary: fc.record({
          kind: fc.constant('deed' as const),
          account,
          deed: fc.constantFrom(...DEEDS),
        }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('code' as const),
          deed: fc.constantFrom('confirm' as const, 'set-password' as const),
          back: fc.nat({ max: 3 }),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('scim' as const),
          account,
          deed: fc.constantFrom(
            'disable' as const,
            'enable' as const,
            'admin-lock' as const,
            'admin-unlock' as const,
            'delete' as const,
            'force-reset' as const,
          ),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('sign-in' as const),
          account: fc.constantFrom('alice', 'bob'),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('wait' as const),
          ms: fc.constantFrom(MINUTE, 6 * MINUTE, 25 * 60 * MINUTE),
        }),
      },
      { weight: 1, arbitrary: fc.constant<Step>({ kind: 'snapshot' }) },
      { weight: 1, arbitrary: fc.constant<Step>({ kind: 'restore' }) },
      { weight: 1, arbitrary: fc.constant<Step>({ kind: 'restart' }) },
    ),
    { minLength: steps, maxLength: steps },
  );

/** Walks, and throws at the first step after which something does not hold. Answers how often each kind of step came. */
export async function walk(steps: readonly Step[], told: Record<string, number>): Promise<void> {
  const ground = new WalkGround();
  await ground.open();
  try {
    for (const step of steps) {
      await new Walker(ground).take(step);
      const name = 'deed' in step ? `${step.kind} ${step.deed}` : step.kind;
      told[name] = (told[name] ?? 0) + 1;
    }
  } finally {
    await ground.close();
  }
}

/** A walk came to where the directory is not as it has to be. */
class Wrong extends Error {}

class Walker {
  readonly #ground: WalkGround;

  constructor(ground: WalkGround) {
    this.#ground = ground;
  }

  async take(step: Step): Promise<void> {
    const before = new Map(PEOPLE.map((id) => [id, this.#tuple(id)] as const));
    switch (step.kind) {
      case 'deed':
        this.#deed(step.account, step.deed);
        break;
      case 'code':
        this.#code(step.deed, step.back);
        break;
      case 'scim':
        await this.#scim(step.account, step.deed);
        break;
      case 'sign-in': {
        const usable = this.#usable(step.account);
        const given = await this.#ground.signIn(step.account);
        if (given && !usable && !this.#usable(step.account))
          throw new Wrong(`${step.account} signed in and cannot`);
        break;
      }
      case 'wait':
        await this.#ground.identity.core.scheduler.advance(step.ms);
        this.#same(before, 'time');
        break;
      case 'snapshot':
        await this.#ground.snapshot();
        this.#same(before, 'a snapshot');
        break;
      case 'restore':
        await this.#ground.restore();
        break;
      case 'restart':
        await this.#ground.restart();
        this.#same(before, 'a restart');
        break;
      default:
    }
    await this.#holds();
  }

  /** A trigger of the life of accounts. */
  #deed(id: string, deed: Exclude<Deed, 'confirm' | 'set-password'>): void {
    const { lifecycle } = this.#ground.identity.provider;
    const before = this.#tuple(id);
    // Whether a name is free is asked before the life of the account is.
    if (begins(deed) && before !== null) return;
    const openBefore = lifecycle.codes.open(id);
    let applied: Applied | undefined;
    if (begins(deed)) applied = lifecycle.create(draft(id), triggerOf(deed));
    else if (deed === 'fail-often')
      for (let time = 0; time < 5; time += 1) applied = lifecycle.apply(id, { kind: 'sign-in-failed' });
    else if (deed === 'change-address') {
      const address = `new-${this.#ground.secrets.length}@mail.example`;
      applied = lifecycle.apply(id, triggerOf(deed), { address, attributes: { pendingEmail: address } });
    } else applied = lifecycle.apply(id, triggerOf(deed));
    this.#agrees(id, deed, before, tableSays(deed, before));
    if (!applied?.ok) return;
    for (const { secret } of applied.issued) this.#ground.secrets.push({ secret, account: id });
    // What is sent again, or begins anew, supersedes what was sent before.
    const supersedes = deed === 'resend' || deed === 'force-reset' || deed === 'delete';
    const left = lifecycle.codes.open(id).map((code) => code.id);
    const survivor = openBefore.find((code) => left.includes(code.id));
    if (supersedes && survivor)
      throw new Wrong(`after ${deed} of ${id} the code ${survivor.scenario} of before is still open`);
  }

  /** Shows one of the newest codes, whatever became of it. */
  #code(deed: 'confirm' | 'set-password', back: number): void {
    const { secrets, identity, memory } = this.#ground;
    const shown = secrets.at(-1 - back);
    if (!shown) return;
    const { lifecycle } = identity.provider;
    const code = lifecycle.codes.find(shown.secret, shown.account);
    const before = this.#tuple(shown.account);
    const accepted = deed === 'confirm' ? CONFIRMING : CHOOSING;
    const trigger = { kind: deed, code: presented(code, accepted) } as const;
    const applied = lifecycle.apply(shown.account, trigger, { code });
    const good =
      code !== undefined &&
      code.status === 'open' &&
      identity.core.clock.now() < code.expiresAt &&
      accepted.some((step) => step === code.step);
    if (applied.ok && (!good || memory.ended.has(code.id)))
      throw new Wrong(`a code that is ${code?.status ?? 'unknown'} worked`);
    if (applied.ok && lifecycle.codes.find(shown.secret, shown.account)?.status === 'open')
      throw new Wrong('a code that was used is still open');
    this.#agrees(shown.account, deed, before, applied.ok ? tableSays(deed, before, code) : before);
    if (!applied.ok && good && before !== null && !same(tableSays(deed, before, code), before))
      if (applied.deniedBy !== 'idp.confirmation.address-waits')
        throw new Wrong(`a good code was refused by ${applied.deniedBy}`);
  }

  /** The same by SCIM, over HTTP. */
  async #scim(id: string, deed: (Step & { kind: 'scim' })['deed']): Promise<void> {
    const before = this.#tuple(id);
    const status =
      deed === 'delete'
        ? await this.#ground.scim('DELETE', id)
        : await this.#ground.scim('PATCH', id, { schemas: [PATCH], Operations: [OPERATIONS[deed]] });
    const wanted = before === null ? 404 : deed === 'delete' ? 204 : 200;
    if (status !== wanted) throw new Wrong(`SCIM answered ${deed} of ${id} with ${status}, not ${wanted}`);
    this.#agrees(id, deed, before, tableSays(deed, before));
  }

  /** What holds after every step. */
  async #holds(): Promise<void> {
    const { memory } = this.#ground;
    for (const id of PEOPLE) {
      const state = this.#ground.account(id)?.state;
      if (!state) continue;
      const { label, locked, lockReason, unlockAt, resetMode } = state;
      const wrong =
        (label === 'LOCKED' && !locked) ||
        (label === 'UNLOCKED' && locked) ||
        (!locked && (lockReason !== null || unlockAt !== null)) ||
        ((resetMode !== null) !== (label === 'PENDING_FUPR') && label?.startsWith('PENDING_FUPR')) ||
        (unlockAt !== null && lockReason !== 'MAX_ATTEMPTS_EXCEEDED');
      if (wrong) throw new Wrong(`${id} is between states: ${JSON.stringify(state)}`);
    }
    for (const { id, status } of this.#ground.codes()) {
      if (status !== 'open') memory.ended.add(id);
      else if (memory.ended.has(id)) throw new Wrong('a code that had ended is open again');
    }
    for (const token of memory.tokens) {
      const works = await this.#ground.works(token.value);
      if (works && token.dead) throw new Wrong('a token that had ended works again');
      if (works && !this.#usable(token.account))
        throw new Wrong(`a token of ${token.account} works, who cannot sign in`);
      token.dead ||= !works;
    }
  }

  #agrees(id: string, deed: Deed, before: Tuple, wanted: Tuple): void {
    const after = this.#tuple(id);
    if (!same(after, wanted))
      throw new Wrong(
        `${deed} of ${id} led from ${JSON.stringify(before)} to ${JSON.stringify(after)}; the table says ${JSON.stringify(wanted)}`,
      );
    // The newest event of the account tells of the state that it has.
    const told = this.#ground.identity
      .events('account.changed', 'account.created', 'account.deleted')
      .findLast(({ subject }) => subject === id);
    const to = told?.data.to as Tuple | undefined;
    if (!same(before, after) && !same(to ?? null, after))
      throw new Wrong(`no event tells of ${deed} of ${id}`);
  }

  #same(before: ReadonlyMap<string, Tuple>, what: string): void {
    for (const [id, tuple] of before)
      if (!same(tuple, this.#tuple(id))) throw new Wrong(`${what} changed the state of ${id}`);
  }

  #usable(id: string): boolean {
    const state = this.#ground.account(id)?.state;
    return state !== undefined && isUsable(state);
  }

  #tuple(id: string): Tuple {
    const state = this.#ground.account(id)?.state;
    return state ? { label: state.label, locked: state.locked, disabled: state.disabled } : null;
  }
}

const same = (one: Tuple, other: Tuple): boolean =>
  one === null || other === null
    ? one === other
    : one.label === other.label && one.locked === other.locked && one.disabled === other.disabled;

const CONFIRMING = ['CONFIRM_SIGN_UP', 'CONFIRM_LITE_SIGN_UP', 'VERIFY_EMAIL'] as const;
const CHOOSING = ['UPDATE_PASSWORD'] as const;

const flag = (name: string, value: boolean) => ({
  op: 'replace',
  path: name === 'active' ? name : `urn:scim:wso2:schema:${name}`,
  value,
});
const OPERATIONS = {
  disable: flag('active', false),
  enable: flag('active', true),
  'admin-lock': flag('accountLocked', true),
  'admin-unlock': flag('accountLocked', false),
  'force-reset': flag('adminForcedPasswordReset', true),
} as const;

const draft = (id: string) => ({
  id,
  username: id,
  passwordHash: 'none',
  name: id,
  email: `${id}@mail.example`,
  claims: {},
  groups: [],
  createdAt: 0,
});

function triggerOf(deed: Deed): Trigger {
  switch (deed) {
    case 'self-register':
      return { kind: deed, channelVerified: false };
    case 'create-to-verify':
      return { kind: deed, addressGiven: true };
    case 'resend':
      return { kind: deed, scenario: 'SELF_SIGN_UP' };
    case 'force-reset':
      return { kind: deed, mode: 'link' };
    case 'change-address':
      return { kind: deed, channel: 'email' };
    case 'idle':
      return { kind: deed, idleDays: 1000 };
    default:
      return { kind: deed } as Trigger;
  }
}
