import type { Reason } from '../../contract/events.ts';
import type { RuleText } from '../../contract/rules.ts';

/** Rules by which mail that comes by SMTP is turned away. */
export const MAIL_RULES = {
  'mail.size': {
    title: 'A mail is no larger than the mail server takes.',
    standard: 'RFC 1870 §6.1',
    next: 'Send less: one MiB at most, attachments included.',
    answer: '552',
  },
  'mail.recipients': {
    title: 'A mail goes to no more people than the mail server takes at once.',
    standard: 'RFC 5321 §4.5.3.1.8',
    next: 'Send it in several mails, to 100 people each at most.',
    answer: '452',
  },
  'mail.sandbox.sound': {
    title: 'The mail server can read a mail and put it into an inbox.',
    standard: 'RFC 5321 §4.2.5',
    next: 'Try again. If it happens twice, copy the diagnostics from the settings.',
    answer: '451',
  },
} as const satisfies Record<string, RuleText>;

export type MailRule = keyof typeof MAIL_RULES;

/** A rule of mail that did not hold, with what it looked at. */
export const failedRule = (
  rule: MailRule,
  details: Omit<Reason, 'rule' | 'outcome' | 'standard'>,
): Reason => ({
  rule,
  outcome: 'fail',
  ...details,
  standard: MAIL_RULES[rule].standard,
});
