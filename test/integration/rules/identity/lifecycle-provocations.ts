import type { LIFECYCLE_RULES } from '../../../../src-main/identity/rules/lifecycle-rules.ts';
import { Accounts } from '../../../../src-main/store/accounts.ts';
import { Messages } from '../../../../src-main/store/messages.ts';
import type { TestIdentity } from '../../../support/identity.ts';
import { type ApiAnswer, claims, post, REGISTRATION, registerErin } from '../../../support/workflow-api.ts';

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

/** Shows a code where addresses are confirmed. */
const confirm = (identity: TestIdentity, code: string): Promise<ApiAnswer> =>
  post(identity, `${REGISTRATION}/validate-code`, {
    code,
    properties: [{ key: 'username', value: 'erin' }],
  });

/** Erin, whose address is to be confirmed by a code that she types; answers that code. */
function toVerify({ core, provider: { lifecycle } }: TestIdentity): string {
  lifecycle.governance.set({ emailVerification: { verifyBy: 'email-otp' } });
  lifecycle.create(DRAFT, { kind: 'create-to-verify', addressGiven: true });
  const [message] = new Messages(core.store).of('erin');
  return /Your code is (\w+)\./.exec(message?.text ?? '')?.[1] ?? '';
}

const outspoken = ({ provider: { governance } }: TestIdentity) =>
  governance.set({ enumeration: { notifyUserExistence: true } });

/**
 * A way to be refused by each rule of the life of accounts: by an endpoint, whose answer it gives, or as an administrator
 * or the clock does it.
 */
export const lifecycleProvocations: Record<
  keyof typeof LIFECYCLE_RULES,
  (identity: TestIdentity) => Promise<ApiAnswer | undefined>
> = {
  'idp.lifecycle.self-registration-enabled': (identity) => {
    identity.provider.governance.set({ selfRegistration: { enabled: false } });
    return registerErin(identity);
  },
  'idp.lifecycle.lite-registration-enabled': (identity) => {
    identity.provider.governance.set({ liteRegistration: { enabled: false } });
    return post(identity, `${REGISTRATION}/lite`, { email: 'erin@mail.example', claims: claims({}) });
  },
  'idp.lifecycle.email-verification-enabled': async ({ provider: { lifecycle } }) => {
    lifecycle.governance.set({ emailVerification: { enabled: false } });
    lifecycle.create(DRAFT, { kind: 'invite' });
    return undefined;
  },
  'idp.lifecycle.address-given': async ({ provider: { lifecycle } }) => {
    lifecycle.create({ ...DRAFT, email: '' }, { kind: 'create-to-verify', addressGiven: false });
    return undefined;
  },
  'idp.lifecycle.reset-mode-enabled': async ({ provider: { lifecycle } }) => {
    lifecycle.governance.set({ adminReset: { smsOtp: false } });
    lifecycle.apply('alice', { kind: 'force-reset', mode: 'sms-otp' });
    return undefined;
  },
  'idp.lifecycle.idle-long-enough': async ({ provider: { lifecycle } }) => {
    lifecycle.apply('alice', { kind: 'idle', idleDays: 3 });
    return undefined;
  },
  'idp.lifecycle.disabling-enabled': async ({ provider: { lifecycle } }) => {
    lifecycle.governance.set({ disabling: { enabled: false } });
    lifecycle.apply('alice', { kind: 'disable' });
    return undefined;
  },
  'idp.lifecycle.account-free': (identity) => {
    outspoken(identity);
    return registerErin(identity, { username: 'Alice' });
  },
  'idp.lifecycle.account-exists': async ({ provider: { lifecycle } }) => {
    lifecycle.apply('nobody', { kind: 'admin-lock' });
    return undefined;
  },
  'idp.lifecycle.state-fits': (identity) => {
    outspoken(identity);
    return post(identity, `${REGISTRATION}/resend-code`, { user: { username: 'alice' } });
  },
  'idp.confirmation.known': (identity) => {
    toVerify(identity);
    return confirm(identity, 'no such code');
  },
  'idp.confirmation.step': (identity) => {
    const applied = identity.provider.lifecycle.create(DRAFT, { kind: 'invite' });
    return confirm(identity, applied.ok ? (applied.issued[0]?.secret ?? '') : '');
  },
  'idp.confirmation.tries': async (identity) => {
    const code = toVerify(identity);
    for (let time = 0; time < 5; time += 1) await confirm(identity, 'WRONG1');
    return confirm(identity, code);
  },
  'idp.confirmation.open': async (identity) => {
    const code = toVerify(identity);
    await confirm(identity, code);
    return confirm(identity, code);
  },
  'idp.confirmation.fresh': async (identity) => {
    const code = toVerify(identity);
    await identity.core.scheduler.advance(2 * DAY);
    return confirm(identity, code);
  },
  'idp.lifecycle.address-changing': async ({ provider }) => {
    provider.lifecycle.apply('alice', { kind: 'withdraw-address', channel: 'email' });
    return undefined;
  },
  'idp.confirmation.address-waits': async (identity) => {
    const { lifecycle } = identity.provider;
    lifecycle.create(DRAFT, { kind: 'create' });
    const applied = lifecycle.apply(
      'erin',
      { kind: 'change-address', channel: 'email' },
      { attributes: { pendingEmail: 'new@mail.example' }, address: 'new@mail.example' },
    );
    const accounts = new Accounts(identity.core.store);
    const erin = accounts.get('erin');
    if (erin) accounts.save({ ...erin, pendingEmail: null });
    return confirm(identity, applied.ok ? (applied.issued[0]?.secret ?? '') : '');
  },
};
