import { z } from 'zod';
import { closed } from '../format/validate.ts';
import { nameOf } from './people.ts';
import { defineVerb, done } from './verb.ts';

const persona = z.string().min(1);
const app = z.string().min(1);

export const deviceStart = defineVerb({
  name: 'device.start',
  schema: closed('device.start', { persona, app }),
  label: (input) => `Have ${nameOf(input.persona)}’s device ask for a code`,
  mentions: (input) => ({ persona: input.persona, application: input.app }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.startDevice(input);
    return done(summary, { view: 'sequence', flow });
  },
});

export const devicePoll = defineVerb({
  name: 'device.poll',
  schema: closed('device.poll', { persona, app }),
  label: () => 'Have the device ask whether it was approved',
  mentions: (input) => ({ persona: input.persona, application: input.app }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.press({ ...input, path: '/poll' });
    return done(summary, { view: 'sequence', flow });
  },
});

export const deviceApprove = defineVerb({
  name: 'device.approve',
  schema: closed('device.approve', {
    persona,
    /** Where the link with the code is: the device’s own screen, or the mail. */
    app: app.default('mail'),
    decision: z.enum(['allow', 'deny']).default('allow'),
  }),
  label: ({ persona: who, decision }) =>
    `Open the link as ${nameOf(who)}, and ${decision === 'allow' ? 'allow' : 'deny'}`,
  mentions: (input) => ({ persona: input.persona, application: input.app }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.approveDevice(input);
    return done(summary, { view: 'sequence', flow });
  },
});
