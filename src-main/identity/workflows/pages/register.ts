import { inWords } from '../../lifecycle/in-words.ts';
import type { Trigger } from '../../lifecycle/trigger.ts';
import type { RunningParts } from '../../parts.ts';
import { passwordPolicy } from '../password-policy.ts';
import { type Refused, refuse } from '../refuse.ts';
import { registerStranger } from '../register.ts';
import { undelivered } from '../undelivered.ts';
import { ACCOUNT_PAGES } from './account-layout.ts';
import { type AccountPage, type Answer, closed, problemOf } from './answer.ts';
import { donePage, sentPage } from './done-page.ts';
import type { Problem } from './problem.ts';
import { registerAddressPage, registerPage } from './register-page.ts';

const CLOSED = 'Nobody can register now';
const BLANK = { username: '', name: '', email: '' };
const WITH_PASSWORD: Trigger = { kind: 'self-register', channelVerified: false };
const ADDRESS_ALONE: Trigger = { kind: 'lite-register' };

/** A registration with user name and password. */
export const register: AccountPage = {
  show: (parts) => {
    const refused = shut(parts, WITH_PASSWORD);
    return refused ? closed(refused, CLOSED) : [formOf(parts, BLANK)];
  },
  answer: async (parts, form) => {
    const refused = shut(parts, WITH_PASSWORD);
    if (refused) return closed(refused, CLOSED);
    const typed = {
      username: form.get('username') ?? '',
      name: form.get('name') ?? '',
      email: form.get('email') ?? '',
    };
    const password = form.get('password') ?? '';
    const applied = await registerStranger(parts, { ...typed, password, claims: {}, channelVerified: false });
    if (!applied.ok) return [formOf(parts, typed, problemOf(applied)), 422];
    if (applied.issued.length === 0)
      return [donePage({ title: 'Your account is made', text: 'You can use it at once.' })];
    return sent(parts, typed.email, typed.username);
  },
};

/** A registration with an address alone. */
export const registerAddress: AccountPage = {
  show: (parts) => {
    const refused = shut(parts, ADDRESS_ALONE);
    return refused ? closed(refused, CLOSED) : [registerAddressPage({ email: '' })];
  },
  answer: async (parts, form) => {
    const refused = shut(parts, ADDRESS_ALONE);
    if (refused) return closed(refused, CLOSED);
    const email = form.get('email') ?? '';
    const wanted = {
      username: email,
      password: undefined,
      name: '',
      email,
      claims: {},
      channelVerified: false,
    };
    const applied = await registerStranger(parts, wanted);
    if (!applied.ok) {
      const problem = problemOf(applied);
      const text =
        applied.deniedBy === 'idp.lifecycle.account-free'
          ? 'Somebody has registered with this address already.'
          : applied.deniedBy === 'idp.registration.complete'
            ? 'Give an e-mail address with an @ in it.'
            : undefined;
      const told = text === undefined ? problem : { text, fields: ['email'] };
      return [registerAddressPage({ email, problem: told }), 422];
    }
    if (applied.issued.length > 0) return sent(parts, email, email);
    const next = { href: ACCOUNT_PAGES.recover, text: 'Choose a password' };
    const text = 'It has no password yet. Choose one to sign in with.';
    return [donePage({ title: 'Your account is made', text, next })];
  },
};

/** Why nobody can register in this way now; a refusal is recorded. */
function shut(parts: RunningParts, trigger: Trigger): Refused | undefined {
  const would = parts.lifecycle.decide(null, trigger);
  if (would.taken === undefined) return refuse(parts, trigger.kind, would.deniedBy, { path: 'governance' });
  return undelivered(parts, trigger.kind);
}

function formOf(
  parts: RunningParts,
  typed: { username: string; name: string; email: string },
  problem?: Problem,
) {
  const { lifecycle } = parts;
  const would = lifecycle.decide(null, WITH_PASSWORD);
  const confirmed = would.taken !== undefined && would.effects.some(({ kind }) => kind === 'issue-code');
  const then = confirmed
    ? 'We send a link to your address. Open it to confirm that the address is yours; then you can sign in.'
    : 'You can sign in with it at once.';
  const lite = lifecycle.governance.get().liteRegistration.enabled;
  return registerPage({ ...typed, policy: passwordPolicy(parts), then, lite, problem });
}

function sent({ lifecycle }: RunningParts, email: string, username: string): Answer {
  const { codeLifetime } = lifecycle.governance.get().selfRegistration;
  const text = `We sent a link to ${email}. Open it within ${inWords(codeLifetime)} to confirm that the address is yours.`;
  const again = { action: ACCOUNT_PAGES.resend, name: 'username', value: username, text: 'Send it again' };
  return [sentPage({ text, again })];
}
