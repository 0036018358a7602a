import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../contract/json.ts';
import { AccountSearch } from '../../store/account-search.ts';
import type { Account, NewAccount } from '../../store/accounts.ts';
import { hashPassword } from '../directory/password.ts';
import type { Applied, Issued } from '../lifecycle/applied.ts';
import { codeLink } from '../lifecycle/code-link.ts';
import { nobody } from '../lifecycle/nobody.ts';
import { Postman } from '../lifecycle/postman.ts';
import { waiting } from '../lifecycle/states.ts';
import type { Trigger } from '../lifecycle/trigger.ts';
import type { IdentityParts } from '../parts.ts';
import { checkPassword } from './password-policy.ts';
import { type Refused, refuse } from './refuse.ts';
import { hides } from './strangers.ts';

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

/** What a registration came to, as far as the stranger is told. */
export type Registered =
  | { ok: true; row: number | null; issued: readonly Pick<Issued, 'channel' | 'secret'>[] }
  | Refused;

/** WSO2 takes about anything with an @; the code that is sent to it is the proof. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** Makes an account for somebody who registers herself, or with an address alone: rows 1 to 4 and 8. */
export async function register(parts: IdentityParts, wanted: Registration): Promise<Applied> {
  const { core, lifecycle } = parts;
  const lite = wanted.password === undefined;
  const trigger = triggerOf(wanted);
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
  return parts.deciding(() =>
    core.store.transaction(() => {
      if (ownerOf(parts, wanted))
        return refuse(parts, trigger.kind, 'idp.lifecycle.account-free', {
          path: 'username',
          seen: username,
          inputs: { username },
        });
      return lifecycle.create(draftOf(parts, wanted, passwordHash), trigger);
    }),
  );
}

function draftOf(
  { core, newAccountId }: IdentityParts,
  { username: typed, name, email, password, claims, channelVerified }: Registration,
  passwordHash: string,
): Omit<NewAccount, 'state'> {
  const [username, now] = [typed.trim(), core.clock.now()];
  return {
    id: newAccountId(username),
    username,
    passwordHash,
    name: name.trim() === '' ? username : name.trim().slice(0, 200),
    email: email.trim(),
    claims: channelVerified ? { ...claims, email_verified: true } : claims,
    groups: [],
    createdAt: now,
    passwordChangedAt: password === undefined ? null : now,
  };
}

/**
 * The same, for a stranger. Where accounts are hidden, a user name that is taken is answered like one that is free: the
 * owner is told by mail, and the codes are nobody's.
 */
export async function registerStranger(parts: IdentityParts, wanted: Registration): Promise<Registered> {
  const { brand, core, lifecycle } = parts;
  const applied = await register(parts, wanted);
  if (applied.ok) return applied;
  const governance = lifecycle.governance.get();
  const trigger = triggerOf(wanted);
  const would = lifecycle.decide(null, trigger);
  if (!hides(governance, applied.deniedBy) || would.taken === undefined) return applied;
  const { effects, taken } = would;
  const { internal } = governance.notifications;
  const answer = (): Registered => {
    // What a handler says to a free name it says to this one as well, or its silence would tell that the name is taken.
    const refused = lifecycle.refusedByHandlers(draftOf(parts, wanted, ''), trigger);
    if (refused) return refused;
    const owner = ownerOf(parts, wanted);
    if (owner && internal)
      new Postman(core, brand.organisation).deliver({
        account: owner,
        channel: 'email',
        template: 'registrationWithTakenName',
      });
    const { id } = nobody(wanted.username, core.clock.now());
    lifecycle.codes.endAll(id, 'superseded');
    const issued = effects.flatMap((effect) => {
      if (effect.kind !== 'issue-code') return [];
      const channel = internal ? effect.channel : ('external' as const);
      return [{ ...lifecycle.codes.issue({ ...effect, account: id, channel }), channel }];
    });
    return { ok: true, row: taken.row, issued };
  };
  return parts.deciding(() => core.store.transaction(answer));
}

/**
 * Whose the user name is already. An address that is registered alone is a user name too: it must not be the address of
 * somebody else, or whoever recovers by it would be taken for the other.
 */
function ownerOf(
  { accounts, core }: IdentityParts,
  { username, password }: Registration,
): Account | undefined {
  const named = accounts.byUsername(username.trim());
  if (named || password !== undefined) return named;
  return new AccountSearch(core.store).byEmail(username.trim())[0];
}

const triggerOf = ({ password, channelVerified }: Registration): Trigger =>
  password === undefined ? { kind: 'lite-register' } : { kind: 'self-register', channelVerified };

/**
 * Sends the code again for which an account waits: rows 7 and 13. Where accounts are hidden, one that waits for nothing
 * and one that there is not are answered alike.
 */
export function resend(
  parts: IdentityParts,
  username: string,
): { ok: true; code: string | undefined } | Refused {
  const { accounts, brand, core, issuer, lifecycle } = parts;
  const account = accounts.byUsername(username.trim());
  return core.store.transaction(() => {
    const applied = account
      ? lifecycle.apply(account.id, { kind: 'resend', scenario: 'SELF_SIGN_UP' })
      : refuse(parts, 'resend', 'idp.recovery.account-known', {
          path: 'username',
          inputs: { username: username.slice(0, 100) },
        });
    if (applied.ok) return { ok: true, code: handedOut(applied.issued) };
    const governance = lifecycle.governance.get();
    if (!hides(governance, applied.deniedBy)) return applied;
    const { internal } = governance.notifications;
    const stranger = nobody(username, core.clock.now());
    // As much is decided for nobody as for an account that waits, and as much written: the time must not tell.
    if (!account) lifecycle.decide(WAITING, { kind: 'resend', scenario: 'SELF_SIGN_UP' });
    lifecycle.codes.endAll(stranger.id, 'superseded');
    const code = lifecycle.codes.issue({
      account: stranger.id,
      scenario: 'SELF_SIGN_UP',
      step: 'CONFIRM_SIGN_UP',
      format: 'link',
      channel: internal ? 'email' : 'external',
      lifetime: governance.selfRegistration.codeLifetime,
    });
    if (internal)
      new Postman(core, brand.organisation).pretend({
        account: stranger,
        channel: 'email',
        template: 'resendaccountconfirmation',
        code: code.secret,
        lifetime: governance.selfRegistration.codeLifetime,
        link: codeLink(issuer, 'SELF_SIGN_UP', code.secret),
      });
    return { ok: true, code: internal ? undefined : code.secret };
  });
}

/** An account that waits for its registration to be confirmed. */
const WAITING = waiting('PENDING_SR', true, 'PENDING_SELF_REGISTRATION');

/** The code that the caller gets to deliver, where the directory sends nothing itself. */
export const handedOut = (issued: readonly Pick<Issued, 'channel' | 'secret'>[]): string | undefined =>
  issued.find(({ channel }) => channel === 'external')?.secret;
