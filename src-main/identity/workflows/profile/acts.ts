import type { Channel } from '../../../contract/account-state.ts';
import type { Account } from '../../../store/accounts.ts';
import { vetoWords } from '../../lifecycle/hooks.ts';
import type { RunningParts } from '../../parts.ts';
import { refusalText } from '../../signin/refusal-text.ts';
import { problemOf } from '../pages/answer.ts';
import { confirmByCode } from '../presented-code.ts';
import { type Refused, refuse } from '../refuse.ts';
import { undelivered } from '../undelivered.ts';
import { type Changed, changeOwnEntry, emailAs, namesAs, phoneAs, versionOf } from './own-entry.ts';
import { changeOwnPassword, type OwnPasswordChanged } from './own-password.ts';
import { doneWith } from './password-words.ts';
import type { ProfileForm, ProfileProblem } from './profile-page.ts';

/** What a person does on the page of her account: as she is, and what she typed. */
export interface Acting {
  parts: RunningParts;
  account: Account;
  session: string;
  form: URLSearchParams;
}

/** What an act came to: what the page says then, or what was wrong, and the status of the answer. */
export type Outcome = { done: string } | { problem: ProfileProblem; status: number };
type Act = (acting: Acting) => Promise<Outcome>;

/** WSO2 takes about anything with an @; the code that is sent to it is the proof. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const NUMBER = /^\+?\d{5,20}$/;

/** By the values of the buttons. */
export const ACTS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['names', names],
  ['email', email],
  ['email-again', again('email', 'A new link is on its way. Those that came before no longer work.')],
  ['email-back', back('email', 'The new address is taken back. Its link no longer works.')],
  ['phone', phone],
  ['phone-code', phoneCode],
  ['phone-again', again('sms', 'A new code is on its way. Those that came before no longer work.')],
  ['phone-back', back('sms', 'The new number is taken back. Its code no longer works.')],
  ['password', password],
]);

/** Typed codes are bound to their account and their address, so no version is needed with them. */
export const needsVersion = (act: string): boolean => act !== 'phone-code';

async function names({ parts, account, form }: Acting): Promise<Outcome> {
  const [name, given, family] = ['name', 'given_name', 'family_name'].map((key) =>
    (form.get(key) ?? '').trim(),
  );
  if (!name || [name, given, family].some((one) => (one ?? '').length > 200))
    return incomplete(parts, account, 'names', {
      text: 'Give a name of 200 characters at most.',
      fields: ['name'],
    });
  const changed = await changeOwnEntry(
    parts,
    account.id,
    versionOf(account),
    namesAs(name, given ?? '', family ?? ''),
  );
  return changed.ok ? { done: 'Your name is saved.' } : refusedEntry(changed, 'names');
}

async function email({ parts, account, form }: Acting): Promise<Outcome> {
  const address = (form.get('email') ?? '').trim();
  if (address.length > 254 || !ADDRESS.test(address))
    return incomplete(parts, account, 'email', {
      text: 'Give an e-mail address with an @ in it.',
      fields: ['email'],
    });
  const confirmed = parts.lifecycle.governance.get().verificationOnUpdate.email;
  const taken = address === account.email && account.pendingEmail !== null;
  if (confirmed && !taken) {
    const refused = undelivered(parts, 'change-address');
    if (refused) return refusedBy(refused, 'email');
  }
  const changed = await changeOwnEntry(parts, account.id, versionOf(account), emailAs(account, address));
  if (!changed.ok) return refusedEntry(changed, 'email');
  if (taken) return { done: 'The new address is taken back. Its link no longer works.' };
  if (address === account.email) return { done: 'That is your address already.' };
  return {
    done: confirmed
      ? `We sent a link to ${address}. Open it to confirm that the address is yours.`
      : 'Your address is changed.',
  };
}

async function phone({ parts, account, form }: Acting): Promise<Outcome> {
  const number = (form.get('phone') ?? '').replace(/[\s().-]/g, '');
  if (number !== '' && !NUMBER.test(number))
    return incomplete(parts, account, 'phone', {
      text: 'Give a number of 5 to 20 digits; it may begin with +.',
      fields: ['phone'],
    });
  const present = account.claims.phone_number ?? '';
  const confirmed = parts.lifecycle.governance.get().verificationOnUpdate.phone && number !== '';
  const taken = number === present && account.pendingPhone !== null;
  if (confirmed && !taken) {
    const refused = undelivered(parts, 'change-address');
    if (refused) return refusedBy(refused, 'phone');
  }
  const operations = phoneAs(account, number);
  if (operations.length === 0) return { done: 'You have no telephone number.' };
  const changed = await changeOwnEntry(parts, account.id, versionOf(account), operations);
  if (!changed.ok) return refusedEntry(changed, 'phone');
  if (number === '') return { done: 'You have no telephone number any more.' };
  if (taken) return { done: 'The new number is taken back. Its code no longer works.' };
  if (number === present) return { done: 'That is your number already.' };
  return {
    done: confirmed
      ? `We sent a code to ${number}. Type it here to confirm it.`
      : 'Your telephone number is changed.',
  };
}

async function phoneCode({ parts, account, form }: Acting): Promise<Outcome> {
  const secret = form.get('confirmation') ?? '';
  const applied = await confirmByCode(parts, { secret, username: account.username });
  return applied.ok ? { done: 'Your new telephone number is confirmed.' } : refusedBy(applied, 'phone');
}

function again(channel: Channel, done: string): Act {
  return async ({ parts, account }) => {
    const refused = undelivered(parts, 'send-address-again');
    if (refused) return refusedBy(refused);
    const applied = await parts.deciding(() =>
      parts.lifecycle.apply(account.id, { kind: 'send-address-again', channel }),
    );
    return applied.ok ? { done } : refusedBy(applied);
  };
}

function back(channel: Channel, done: string): Act {
  return async ({ parts, account }) => {
    const applied = await parts.deciding(() =>
      parts.lifecycle.apply(account.id, { kind: 'withdraw-address', channel }),
    );
    return applied.ok ? { done } : refusedBy(applied);
  };
}

async function password({ parts, account, session, form }: Acting): Promise<Outcome> {
  const chosen = form.get('password') ?? '';
  if (chosen !== (form.get('again') ?? ''))
    return {
      problem: {
        form: 'password',
        text: 'The two passwords differ. Type the same one twice.',
        fields: ['password', 'again'],
      },
      status: 422,
    };
  const current = form.get('current_password') ?? '';
  const everywhere = form.get('everywhere') === 'on';
  const changed = await changeOwnPassword(parts, { account, session, current, chosen, everywhere });
  if (changed.applied.ok) return { done: doneWith(parts, account.id, session, changed.applied.cut) };
  return changed.signIn === undefined
    ? refusedBy(changed.applied, 'password')
    : { problem: wrongPassword(parts, changed), status: 422 };
}

/** What the sign-in page would say, of the password alone. */
function wrongPassword({ core, lifecycle }: RunningParts, { signIn }: OwnPasswordChanged): ProfileProblem {
  const governance = lifecycle.governance.get();
  const fields = ['current_password'];
  if (signIn?.deniedBy === 'idp.signin.credentials-given')
    return { form: 'password', text: 'Type your present password.', fields };
  if (!signIn || signIn.deniedBy === 'idp.signin.password' || !governance.enumeration.signInTellsState)
    return { form: 'password', text: 'This is not your present password.', fields };
  return { form: 'password', text: refusalText(signIn, governance, core.clock.now()), fields };
}

function incomplete(
  parts: RunningParts,
  account: Account,
  form: ProfileForm,
  problem: { text: string; fields: string[] },
): Outcome {
  refuse(parts, 'profile', 'idp.profile.complete', { account: account.id, path: problem.fields[0] ?? form });
  return { problem: { ...problem, form }, status: 422 };
}

/** What a rule of the account's life said. */
function refusedBy(refused: Refused, form?: ProfileForm): Outcome {
  return {
    problem: { ...problemOf(refused), form },
    status: refused.deniedBy === 'idp.profile.fresh' ? 409 : 422,
  };
}

/** What a rule said of the entry that was to be written. */
function refusedEntry(
  { rule, detail, reasons }: Extract<Changed, { ok: false }>,
  form: ProfileForm,
): Outcome {
  if (rule === 'scim.resource.version') return { problem: { ...STALE, form }, status: 409 };
  return { problem: { text: vetoWords(reasons) ?? detail, fields: [], form }, status: 422 };
}

/** Said where the account has changed since the page was opened. */
export const STALE = {
  text: 'Your account was changed meanwhile, maybe by you in another window. Below is how it is now.',
  fields: [],
};
