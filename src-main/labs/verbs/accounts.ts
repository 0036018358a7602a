import { z } from 'zod';
import { accountActionSchema } from '../../contract/accounts.ts';
import { governanceChangeSchema, governanceSchema } from '../../contract/governance.ts';
import { closed } from '../format/validate.ts';
import type { Played } from '../ports.ts';
import { nameOf } from './people.ts';
import { defineVerb, done } from './verb.ts';

const account = z.string().min(1).max(100);

const told = ({ summary, flow }: Played) =>
  done(summary, flow === undefined ? { view: 'sequence' } : { view: 'sequence', flow });

export const accountCreate = defineVerb({
  name: 'account.create',
  schema: closed('account.create', {
    username: account,
    name: z.string().min(1).max(200),
    email: z.email(),
    by: z.enum(['password', 'invitation', 'verification']),
    password: z.string().max(1024).default(''),
    phone: z.string().max(30).default(''),
  }),
  label: ({ username, by }) =>
    by === 'invitation' ? `Invite ${nameOf(username)}` : `Make an account for ${nameOf(username)}`,
  mentions: () => ({}),
  async play(input, { verbs }) {
    return told(await verbs.createAccount(input));
  },
});

const ACTIONS = {
  lock: 'Lock',
  unlock: 'Unlock',
  disable: 'Disable',
  enable: 'Enable',
  'force-reset': 'Have a new password chosen for',
  'set-password': 'Set a password for',
  resend: 'Send the message again to',
  delete: 'Delete',
  'end-sessions': 'End the sessions of',
  'end-session': 'End one session of',
  'revoke-tokens': 'Revoke the tokens of',
} as const;

export const accountAct = defineVerb({
  name: 'account.act',
  schema: closed('account.act', { account, action: accountActionSchema }),
  label: (input) => `${ACTIONS[input.action.kind]} ${nameOf(input.account)}`,
  mentions: () => ({}),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.actOnAccount(input.account, input.action);
    return done(summary, { view: 'account', ...(flow === undefined ? {} : { flow }) });
  },
});

export const accountOpen = defineVerb({
  name: 'account.open',
  schema: closed('account.open', { account }),
  label: (input) => `Begin with an account of ${nameOf(input.account)} that is neither locked nor disabled`,
  mentions: () => ({}),
  async play(input, { verbs }) {
    await verbs.openAccount(input.account);
    return done(`${nameOf(input.account)} is neither locked nor disabled.`);
  },
});

export const accountForget = defineVerb({
  name: 'account.forget',
  schema: closed('account.forget', { account }),
  label: (input) => `Begin without an account for ${nameOf(input.account)}`,
  mentions: () => ({}),
  async play(input, { verbs }) {
    await verbs.forgetAccount(input.account);
    return done(`There is no account for ${nameOf(input.account)}.`);
  },
});

export const governanceSet = defineVerb({
  name: 'governance.set',
  schema: closed('governance.set', {
    change: governanceChangeSchema.refine(
      fits,
      'These are not switches of the directory, or not values of theirs.',
    ),
  }),
  label: ({ change }) => sentence(namesOf(change).join(', ')),
  mentions: () => ({}),
  async play({ change }, { verbs }) {
    await verbs.setGovernance(change);
    return done('The directory is governed by the new settings from now on.');
  },
});

/** Whether the directory knows each switch of a change and can hold its value. */
function fits(change: object): boolean {
  const whole: Record<string, Record<string, unknown>> = governanceSchema.parse({});
  const merged: Record<string, unknown> = { ...whole };
  for (const [section, values] of Object.entries(change)) merged[section] = { ...whole[section], ...values };
  return governanceSchema.safeParse(merged).success;
}

const namesOf = (change: object): string[] =>
  Object.entries(change).flatMap(([section, values]) =>
    Object.entries(values as object).map(([name, value]) =>
      typeof value === 'boolean'
        ? `switch ${section}.${name} ${value ? 'on' : 'off'}`
        : `set ${section}.${name} to ${String(value)}`,
    ),
  );
const sentence = (text: string): string => text.replace(/^./, (first) => first.toUpperCase());
