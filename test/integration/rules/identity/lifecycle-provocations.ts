import { presented } from '../../../../src-main/identity/lifecycle/code-book.ts';
import type { LIFECYCLE_RULES } from '../../../../src-main/identity/rules/lifecycle-rules.ts';
import type { TestIdentity } from '../../../support/identity.ts';

const DAY = 24 * 3600 * 1000;
const DRAFT = {
  id: 'erin',
  username: 'erin',
  passwordHash: 'none',
  name: 'Erin Vale',
  email: 'erin@mail.example',
  claims: {},
  groups: [],
  createdAt: 0,
};

/** Invites somebody, so that a code is open; answers it. */
function invited({ provider: { lifecycle } }: TestIdentity) {
  const applied = lifecycle.create(DRAFT, { kind: 'invite' });
  const secret = applied.ok ? (applied.issued[0]?.secret ?? '') : '';
  return { secret, code: lifecycle.codes.find(secret) };
}

/** A way to be refused by each rule of the life of accounts. */
export const lifecycleProvocations: Record<
  keyof typeof LIFECYCLE_RULES,
  (identity: TestIdentity) => Promise<unknown> | unknown
> = {
  'idp.lifecycle.self-registration-enabled': ({ provider: { lifecycle } }) => {
    lifecycle.governance.set({ selfRegistration: { enabled: false } });
    lifecycle.create(DRAFT, { kind: 'self-register', channelVerified: false });
  },
  'idp.lifecycle.lite-registration-enabled': ({ provider: { lifecycle } }) => {
    lifecycle.governance.set({ liteRegistration: { enabled: false } });
    lifecycle.create(DRAFT, { kind: 'lite-register' });
  },
  'idp.lifecycle.email-verification-enabled': ({ provider: { lifecycle } }) => {
    lifecycle.governance.set({ emailVerification: { enabled: false } });
    lifecycle.create(DRAFT, { kind: 'invite' });
  },
  'idp.lifecycle.address-given': ({ provider: { lifecycle } }) =>
    lifecycle.create({ ...DRAFT, email: '' }, { kind: 'create-to-verify', addressGiven: false }),
  'idp.lifecycle.reset-mode-enabled': ({ provider: { lifecycle } }) => {
    lifecycle.governance.set({ adminReset: { smsOtp: false } });
    lifecycle.apply('alice', { kind: 'force-reset', mode: 'sms-otp' });
  },
  'idp.lifecycle.idle-long-enough': ({ provider: { lifecycle } }) =>
    lifecycle.apply('alice', { kind: 'idle', idleDays: 3 }),
  'idp.lifecycle.disabling-enabled': ({ provider: { lifecycle } }) => {
    lifecycle.governance.set({ disabling: { enabled: false } });
    lifecycle.apply('alice', { kind: 'disable' });
  },
  'idp.lifecycle.account-free': async ({ provider: { administration } }) => {
    const input = { username: 'Alice', name: 'Alice', email: '', phone: '', groups: [], password: 'p' };
    await administration.create({ ...input, by: 'password' }).catch(() => undefined);
  },
  'idp.lifecycle.account-exists': ({ provider: { lifecycle } }) =>
    lifecycle.apply('nobody', { kind: 'admin-lock' }),
  'idp.lifecycle.state-fits': ({ provider: { lifecycle } }) =>
    lifecycle.apply('alice', { kind: 'admin-unlock' }),
  'idp.confirmation.known': (identity) => {
    invited(identity);
    identity.provider.lifecycle.apply('erin', {
      kind: 'set-password',
      code: presented(identity.provider.lifecycle.codes.find('no such code'), ['UPDATE_PASSWORD']),
    });
  },
  'idp.confirmation.step': (identity) => {
    const { code } = invited(identity);
    identity.provider.lifecycle.apply('erin', {
      kind: 'confirm',
      code: presented(code, ['CONFIRM_SIGN_UP']),
    });
  },
  'idp.confirmation.open': (identity) => {
    const { secret } = invited(identity);
    const { lifecycle } = identity.provider;
    lifecycle.apply('erin', { kind: 'resend', scenario: 'ASK_PASSWORD' });
    lifecycle.apply('erin', {
      kind: 'set-password',
      code: presented(lifecycle.codes.find(secret), ['UPDATE_PASSWORD']),
    });
  },
  'idp.confirmation.fresh': async (identity) => {
    const { code } = invited(identity);
    await identity.core.scheduler.advance(2 * DAY);
    identity.provider.lifecycle.apply('erin', {
      kind: 'set-password',
      code: presented(code, ['UPDATE_PASSWORD']),
    });
  },
};
