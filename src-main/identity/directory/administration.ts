import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type {
  AccountAction,
  AccountDetail,
  AccountSummary,
  accountMethods,
} from '../../contract/accounts.ts';
import { GatehouseError } from '../../contract/errors.ts';
import type { LifecycleDefinition } from '../../contract/lifecycle.ts';
import { workAs } from '../../events/work.ts';
import { AccountSearch } from '../../store/account-search.ts';
import type { Account, NewAccount } from '../../store/accounts.ts';
import { Messages } from '../../store/messages.ts';
import type { Applied } from '../lifecycle/applied.ts';
import { chartOf } from '../lifecycle/chart.ts';
import { presented } from '../lifecycle/code-book.ts';
import { endSessions, NOTHING_CUT } from '../lifecycle/cuts.ts';
import { vetoWords } from '../lifecycle/hooks.ts';
import { pictureOfLifecycle } from '../lifecycle/picture.ts';
import type { Trigger } from '../lifecycle/trigger.ts';
import type { IdentityParts } from '../parts.ts';
import { IDP_RULES, type IdpRule, reason } from '../rules.ts';
import { checkPassword } from '../workflows/password-policy.ts';
import { hashPassword } from './password.ts';

type Input<M extends keyof typeof accountMethods> = z.output<(typeof accountMethods)[M]['input']>;
type Output<M extends keyof typeof accountMethods> = z.output<(typeof accountMethods)[M]['output']>;

/** What administrators do with accounts, by the same transitions as everybody else. */
export interface Administration {
  list(input: Input<'accounts.list'>): Output<'accounts.list'>;
  /** Throws `account.unknown`. */
  get(id: string): AccountDetail;
  create(input: Input<'accounts.create'>): Promise<Output<'accounts.create'>>;
  act(id: string, action: AccountAction): Promise<Output<'accounts.act'>>;
  /** Takes an account away if there is one, and its messages: the world is as if it had never been. */
  forget(id: string): Promise<void>;
  /** The groups with how many belong to each. */
  groups(): { id: string; name: string; members: number }[];
  /** The transition table, as the picture needs it. */
  definition(): LifecycleDefinition;
}

export function createAdministration(parts: IdentityParts): Administration {
  const { core, accounts, lifecycle } = parts;
  const search = new AccountSearch(core.store);
  return {
    list: (input) => {
      const { found, total } = search.page(input);
      return { accounts: found.map(summaryOf), total };
    },
    get: (id) => {
      const account = accounts.get(id);
      if (!account) throw unknownAccount(id);
      return detailOf(parts, account);
    },
    create: async (input) => {
      const id = parts.newAccountId(input.username);
      // Whoever is invited chooses a password: the one that was typed for her is not kept.
      const given = input.by === 'invitation' ? '' : input.password;
      const password = given === '' ? randomBytes(12).toString('base64url') : given;
      if (input.by === 'password' && given === '') throw passwordMissing();
      const make = (passwordHash: string) => {
        if (accounts.byUsername(input.username)) return taken(parts, input.username);
        const now = core.clock.now();
        const draft: Omit<NewAccount, 'state'> = {
          id,
          username: input.username,
          passwordHash,
          name: input.name,
          email: input.email,
          claims: input.phone === '' ? {} : { phone_number: input.phone },
          groups: input.groups,
          createdAt: now,
          passwordChangedAt: given === '' ? null : now,
        };
        return lifecycle.create(draft, creation(input));
      };
      const { result, flow } = await workAs(core, 'sandbox', 'idp', async () => {
        const weak = given === '' ? undefined : await checkPassword(parts, creation(input).kind, given);
        if (weak) return weak;
        const passwordHash = await hashPassword(password);
        return parts.deciding(() => core.store.transaction(() => make(passwordHash)));
      });
      return { id, ...resultOf(result), flow };
    },
    act: async (id, action) => {
      const { result, flow } = await workAs(core, 'sandbox', 'idp', async () => {
        if (action.kind !== 'set-password') return act(parts, id, action, {});
        const weak = await checkPassword(parts, 'admin-set-password', action.password, accounts.get(id));
        if (weak) return resultOf(weak);
        return act(parts, id, action, { passwordHash: await hashPassword(action.password) });
      });
      return { ...result, flow };
    },
    forget: async (id) => {
      if (accounts.get(id))
        await workAs(core, 'sandbox', 'idp', () =>
          parts.deciding(() => lifecycle.apply(id, { kind: 'delete' })),
        );
      new Messages(core.store).forget(id);
    },
    groups: () => search.groups(),
    definition: pictureOfLifecycle,
  };
}

function creation(input: Input<'accounts.create'>): Trigger {
  if (input.by === 'invitation') return { kind: 'invite' };
  if (input.by === 'verification') return { kind: 'create-to-verify', addressGiven: input.email !== '' };
  return { kind: 'create' };
}

async function act(
  parts: IdentityParts,
  id: string,
  action: AccountAction,
  change: Partial<Account>,
): Promise<Omit<Output<'accounts.act'>, 'flow'>> {
  const { core, accounts, lifecycle } = parts;
  const account = accounts.get(id);
  if (action.kind === 'end-sessions') {
    if (!account) throw unknownAccount(id);
    const sessions = endSessions(parts, id, 'administrator');
    return { row: null, title: 'ends every session', cut: { ...NOTHING_CUT, sessions }, code: null };
  }
  if (action.kind === 'end-session') {
    if (!account) throw unknownAccount(id);
    const sessions = endSessions(parts, id, 'administrator', { only: action.uid });
    if (sessions === 0) throw sessionOver();
    return { row: null, title: 'ends one session', cut: { ...NOTHING_CUT, sessions }, code: null };
  }
  if (action.kind === 'revoke-tokens') {
    if (!account) throw unknownAccount(id);
    return { row: null, title: 'revokes every token', cut: lifecycle.cut(id, 'administrator'), code: null };
  }
  const attributes =
    action.kind === 'set-password' ? { ...change, passwordChangedAt: core.clock.now() } : change;
  return resultOf(await parts.deciding(() => lifecycle.apply(id, triggerOf(action), { attributes })));
}

function triggerOf(
  action: Exclude<AccountAction, { kind: 'end-sessions' | 'end-session' | 'revoke-tokens' }>,
): Trigger {
  switch (action.kind) {
    case 'lock':
      return { kind: 'admin-lock' };
    case 'unlock':
      return { kind: 'admin-unlock' };
    case 'set-password':
      return { kind: 'admin-set-password' };
    case 'resend':
      return { kind: 'resend', scenario: 'SELF_SIGN_UP' };
    default:
      return action;
  }
}

function resultOf(applied: Applied): Omit<Output<'accounts.act'>, 'flow'> {
  if (!applied.ok) throw refused(applied.deniedBy, vetoWords(applied.reasons));
  const handOver = applied.issued.find(({ channel }) => channel === 'handed-over' || channel === 'external');
  return { row: applied.row, title: applied.title, cut: applied.cut, code: handOver?.secret ?? null };
}

function taken({ core }: IdentityParts, username: string): Applied {
  const reasons = [
    reason('idp.lifecycle.account-free', 'fail', { path: 'username', seen: username, inputs: { username } }),
  ];
  core.recorder.record({
    type: 'account.change-refused',
    outcome: 'denied',
    reasons,
    data: { trigger: 'create', rule: 'idp.lifecycle.account-free' },
  });
  return { ok: false, deniedBy: 'idp.lifecycle.account-free', reasons };
}

const summaryOf = (account: Account): AccountSummary => ({
  id: account.id,
  username: account.username,
  name: account.name,
  email: account.email,
  state: account.state,
  groups: account.groups,
  lastSignInAt: account.lastSignInAt,
  createdAt: account.createdAt,
});

function detailOf(parts: IdentityParts, account: Account): AccountDetail {
  const { core, lifecycle } = parts;
  const now = core.clock.now();
  const codes = lifecycle.codes.of(account.id);
  const open = codes.filter(({ status }) => status === 'open');
  const search = new AccountSearch(core.store);
  return {
    ...summaryOf(account),
    claims: account.claims,
    pendingEmail: account.pendingEmail,
    pendingPhone: account.pendingPhone,
    preferredChannel: account.preferredChannel,
    confirmedAt: account.confirmedAt,
    passwordChangedAt: account.passwordChangedAt,
    updatedAt: account.updatedAt,
    now,
    chart: chartOf({
      state: account.state,
      governance: lifecycle.governance.get(),
      now,
      codes: open.map((code) => presented(code, [code.step])),
      waits: { email: account.pendingEmail !== null, sms: account.pendingPhone !== null },
    }),
    codes: codes.map(({ account: _, secretHash: __, data: ___, ...code }) => code),
    sessions: search.sessionsOf(account.id),
    tokens: search.tokensOf(account.id, core.clock.seconds()),
  };
}

function unknownAccount(id: string): GatehouseError {
  return new GatehouseError({
    code: 'account.unknown',
    what: 'This account was not found.',
    why: `The directory has no account with the id ${id}.`,
    next: 'Look it up again: it may have been deleted, or a snapshot may have been restored.',
    status: 404,
  });
}

function sessionOver(): GatehouseError {
  return new GatehouseError({
    code: 'account.session-over',
    what: 'No session was ended.',
    why: 'The session is over already: it was ended elsewhere, or its time has passed.',
    next: 'Look at the list again; it shows the sessions that there are.',
    status: 404,
  });
}

function passwordMissing(): GatehouseError {
  return new GatehouseError({
    code: 'account.password-missing',
    what: 'The account was not made.',
    why: 'It was to have a password, and none was given.',
    next: 'Type a password, or invite the person to choose one.',
  });
}

/** The refusal of a rule, for a person at a screen. */
function refused(rule: IdpRule, words?: string): GatehouseError {
  const { title, next } = IDP_RULES[rule];
  return new GatehouseError({
    code: rule,
    what: 'Nothing was changed.',
    why: words === undefined ? `This does not hold: ${title}` : `A handler refuses: ${words}`,
    next,
    status: rule === 'idp.lifecycle.account-exists' ? 404 : 409,
  });
}
