import { z } from 'zod';
import { closed } from '../format/validate.ts';
import { nameOf } from './people.ts';
import { defineVerb, done } from './verb.ts';

const fields = {
  persona: z.string().min(1),
  /** Part of the subject of the message; the newest that has it is read. Default: the newest of all. */
  subject: z.string().max(200).default(''),
  /** The user name of somebody else on purpose. Default: the persona's own. */
  username: z.string().max(100).optional(),
  /** The password that she chooses where she is asked for one. Default: her own. */
  password: z.string().max(1024).optional(),
};

const about = (subject: string): string => (subject === '' ? 'newest message' : `message “${subject}”`);

/** Reads a mail: follows its link, or types its code, and fills in the form that it leads to. */
export const mailOpen = defineVerb({
  name: 'mail.open',
  schema: closed('mail.open', fields),
  label: ({ persona, subject }) => `Open ${nameOf(persona)}’s ${about(subject)}`,
  mentions: ({ persona }) => ({ persona }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.readMessage({ ...input, channel: 'email' });
    return done(summary, { view: 'browser', flow });
  },
});

/** Reads a text message on the phone, and types its code where it is asked for. */
export const phoneRead = defineVerb({
  name: 'phone.read',
  schema: closed('phone.read', fields),
  label: ({ persona, subject }) => `Look at ${nameOf(persona)}’s phone: ${about(subject)}`,
  mentions: ({ persona }) => ({ persona }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.readMessage({ ...input, channel: 'sms' });
    return done(summary, { view: 'browser', flow });
  },
});
