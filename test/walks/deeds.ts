import type { Trigger } from '../../src-main/identity/lifecycle/trigger.ts';
import { cheapHash, type WalkGround } from './ground.ts';
import type { Deed } from './law.ts';
import type { Person } from './model.ts';
import type { Ruling } from './ruling.ts';

const flag = (name: string, value: boolean) => ({
  op: 'replace',
  path: name === 'active' ? name : `urn:scim:wso2:schema:${name}`,
  value,
});
export const OPERATIONS: Partial<Record<Deed, object>> = {
  disable: flag('active', false),
  enable: flag('active', true),
  'admin-lock': flag('accountLocked', true),
  'admin-unlock': flag('accountLocked', false),
  'reset-by-link': flag('adminForcedPasswordReset', true),
};

export const passwordAt = (id: string, now: number): string => `${id}-chose-this-at-${now}`;
const PHONE = '+41790000003';

export const draft = (id: string, now: number) => ({
  id,
  username: id,
  passwordHash: cheapHash(`${id}-sandbox-1`),
  name: id,
  email: `${id}@mail.example`,
  claims: { phone_number: PHONE },
  groups: [],
  createdAt: now,
});

/** Somebody whose account begins, in the model. */
export function bornOf(id: string, { next }: Ruling): Person {
  if (next === null) throw new Error('no account begins with its end');
  return {
    state: next,
    email: `${id}@mail.example`,
    phone: PHONE,
    pendingEmail: null,
    pendingPhone: null,
    emailVerified: false,
    phoneVerified: false,
    password: `${id}-sandbox-1`,
  };
}

/** Somebody whom the world begins with. */
export function personOf(ground: WalkGround, id: string): Person | null {
  ground.setCheapPassword(id, `${id}-sandbox-1`);
  const account = ground.account(id);
  if (!account) return null;
  const { claims } = account;
  return {
    state: account.state,
    email: account.email,
    phone: typeof claims.phone_number === 'string' ? claims.phone_number : null,
    pendingEmail: null,
    pendingPhone: null,
    emailVerified: claims.email_verified === true,
    phoneVerified: claims.phone_number_verified === true,
    password: `${id}-sandbox-1`,
  };
}

export function triggerOf(deed: Deed): Trigger {
  switch (deed) {
    case 'self-register':
      return { kind: deed, channelVerified: false };
    case 'create-to-verify':
      return { kind: deed, addressGiven: true };
    case 'resend':
      return { kind: deed, scenario: 'SELF_SIGN_UP' };
    case 'reset-by-link':
      return { kind: 'force-reset', mode: 'link' };
    case 'reset-by-email-otp':
      return { kind: 'force-reset', mode: 'email-otp' };
    case 'reset-by-sms-otp':
      return { kind: 'force-reset', mode: 'sms-otp' };
    case 'reset-by-offline-otp':
      return { kind: 'force-reset', mode: 'offline-otp' };
    case 'new-email':
      return { kind: 'change-address', channel: 'email' };
    case 'new-phone':
      return { kind: 'change-address', channel: 'sms' };
    case 'idle':
      return { kind: deed, idleDays: 1000 };
    case 'fail':
      return { kind: 'sign-in-failed' };
    default:
      return { kind: deed };
  }
}
