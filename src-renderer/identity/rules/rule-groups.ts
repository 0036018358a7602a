import { EXTENSION_TEXTS } from './extension-texts.ts';
import { OTHER_TEXTS } from './other-texts.ts';
import type { Rule, RuleGroup, RuleText, RuleTexts } from './rule.ts';
import { SIGN_IN_TEXTS } from './sign-in-texts.ts';

/** A switch that the directory gains is missed here by the compiler. */
const TEXTS: RuleTexts = { ...SIGN_IN_TEXTS, ...OTHER_TEXTS, ...EXTENSION_TEXTS };

const RULES: readonly Rule[] = Object.entries(TEXTS).flatMap(([section, texts]) =>
  Object.entries(texts as Record<string, RuleText | null>).flatMap(([key, text]) =>
    text === null ? [] : [{ ...text, section: section as Rule['section'], key }],
  ),
);

/** In the order of the screen. */
const GROUPS: readonly Omit<RuleGroup, 'rules'>[] = [
  { id: 'registration', title: 'Registration', about: 'People who make an account for themselves.' },
  {
    id: 'invitation',
    title: 'Invitation and verification',
    about: 'Accounts that an administrator makes for somebody. One switch governs both kinds.',
  },
  {
    id: 'lock',
    title: 'Sign-in lock',
    about:
      'Wrong passwords lock an account for a while. The time does not unlock it: the next good sign-in after it does.',
  },
  {
    id: 'idle',
    title: 'Idle accounts',
    about:
      'Accounts that nobody uses. The lock has a reason of its own, and no time: an administrator opens it.',
  },
  { id: 'disabling', title: 'Disabling' },
  {
    id: 'recovery',
    title: 'Recovery',
    about: 'People who have forgotten their password or their user name.',
  },
  {
    id: 'strangers',
    title: 'What a stranger may learn',
    about:
      'Whoever guesses names and addresses learns from the answers which of them are real. Each telling answer is also a help to the honest.',
  },
  { id: 'passwords', title: 'Passwords' },
  {
    id: 'reset',
    title: 'Forced reset',
    about:
      'An administrator wants the person to choose a new password. A way that is off is refused in the dialog.',
  },
  { id: 'address', title: 'A new address' },
  { id: 'codes', title: 'Codes', about: 'Links and one-time passwords of all the workflows.' },
  { id: 'notifications', title: 'Notifications and label' },
  {
    id: 'sessions',
    title: 'Sessions at the provider',
    about:
      'Tokens are always revoked by these. What becomes of the session, no source that was read says: try both. With a session, nobody is asked for a password.',
  },
  {
    id: 'chain',
    title: 'Chains of calls',
    about: 'Workflows of several calls that are made before anybody can sign in.',
  },
  {
    id: 'self-service',
    title: 'Self-service groups',
    about: 'An intercepting filter and a decorated authorization stand before the SCIM endpoint of groups.',
  },
];

/** Every switch by which accounts are governed, in groups as people think of them. */
export const RULE_GROUPS: readonly RuleGroup[] = GROUPS.map((group) => ({
  ...group,
  rules: RULES.filter((rule) => rule.group === group.id),
}));
