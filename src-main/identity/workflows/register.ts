import { randomBytes, randomUUID } from 'node:crypto';
import type { JsonObject } from '../../contract/json.ts';
import type { NewAccount } from '../../store/accounts.ts';
import { hashPassword } from '../directory/password.ts';
import type { Applied } from '../lifecycle/lifecycle.ts';
import type { Trigger } from '../lifecycle/trigger.ts';
import type { IdentityParts } from '../parts.ts';
import { checkPassword } from './password-policy.ts';
import { refuse } from './refuse.ts';

/** What somebody registers with. Without a password it is a lite registration. */
export interface Registration {
  username: string;
  password: string | undefined;
  name: string;
  email: string;
  claims: JsonObject;
  /** The application has verified the address already (row 4). */
  channelVerified: boolean;
}

/** WSO2 takes about anything with an @; the code that is sent to it is the proof. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** Makes an account for somebody who registers herself, or with an address alone: rows 1 to 4 and 8. */
export async function register(parts: IdentityParts, wanted: Registration): Promise<Applied> {
  const { accounts, core, lifecycle } = parts;
  const lite = wanted.password === undefined;
  const trigger: Trigger = lite
    ? { kind: 'lite-register' }
    : { kind: 'self-register', channelVerified: wanted.channelVerified };
  const username = wanted.username.trim();
  const email = wanted.email.trim();
  const off = lifecycle.decide(null, trigger);
  if (off.taken === undefined) return refuse(parts, trigger.kind, off.deniedBy, { path: 'governance' });
  if (username === '' || username.length > 100 || email.length > 254 || !ADDRESS.test(email))
    return refuse(parts, trigger.kind, 'idp.registration.complete', {
      path: username === '' || username.length > 100 ? 'username' : 'email',
      inputs: { username: username.slice(0, 100), email: email.slice(0, 254) },
    });
  const weak = lite ? undefined : await checkPassword(parts, trigger.kind, wanted.password ?? '');
  if (weak) return weak;
  const passwordHash = await hashPassword(wanted.password ?? randomBytes(12).toString('base64url'));
  return core.store.transaction(() => {
    if (accounts.byUsername(username))
      return refuse(parts, trigger.kind, 'idp.lifecycle.account-free', {
        path: 'username',
        seen: username,
        inputs: { username },
      });
    const now = core.clock.now();
    const draft: Omit<NewAccount, 'state'> = {
      id: randomUUID(),
      username,
      passwordHash,
      name: wanted.name.trim() === '' ? username : wanted.name.trim().slice(0, 200),
      email,
      claims: wanted.channelVerified ? { ...wanted.claims, email_verified: true } : wanted.claims,
      groups: [],
      createdAt: now,
      passwordChangedAt: lite ? null : now,
    };
    return lifecycle.create(draft, trigger);
  });
}

/** Sends the code again for which an account waits: rows 7 and 13. */
export function resend(parts: IdentityParts, username: string): Applied {
  const account = parts.accounts.byUsername(username.trim());
  if (!account)
    return refuse(parts, 'resend', 'idp.recovery.account-known', {
      path: 'username',
      inputs: { username: username.slice(0, 100) },
    });
  return parts.lifecycle.apply(account.id, { kind: 'resend', scenario: 'SELF_SIGN_UP' });
}
