import { IDP_RULES, type IdpRule } from '../../rules.ts';

/** What was wrong with a form: the words for the person, and the fields that she is to look at. */
export interface Problem {
  text: string;
  fields: readonly string[];
}

/** The rules that people at a form meet, in words that tell them what to do. The log names the rule itself. */
const WORDS: Readonly<Partial<Record<IdpRule, Problem>>> = {
  'idp.password.length': {
    text: 'The password is too short.',
    fields: ['password', 'again'],
  },
  'idp.password.history': {
    text: 'You have had this password before. Choose one that you have not used lately.',
    fields: ['password', 'again'],
  },
  'idp.lifecycle.account-free': {
    text: 'Somebody has this user name already. Choose another.',
    fields: ['username'],
  },
  'idp.registration.complete': {
    text: 'Give a user name, and an e-mail address with an @ in it.',
    fields: ['username', 'email'],
  },
  'idp.confirmation.known': {
    text: 'This is not a code that we sent to this user name. Copy it from the newest message, or ask for a new one.',
    fields: ['confirmation'],
  },
  'idp.confirmation.tries': {
    text: 'Wrong codes were typed too often, so this code is closed. Ask for a new one.',
    fields: ['confirmation'],
  },
  'idp.confirmation.open': {
    text: 'This code was used, or a newer one took its place. Use the newest, or ask for a new one.',
    fields: ['confirmation'],
  },
  'idp.confirmation.fresh': {
    text: 'This code has expired. Ask for a new one.',
    fields: ['confirmation'],
  },
};

/** What a rule says to the person at a form. */
export function problemBy(rule: IdpRule): Problem {
  const { title, next } = IDP_RULES[rule];
  return WORDS[rule] ?? { text: `This does not hold: ${title} ${next}`, fields: [] };
}
