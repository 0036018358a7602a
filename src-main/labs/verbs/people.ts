import { z } from 'zod';
import { closed } from '../format/validate.ts';
import { defineVerb, done } from './verb.ts';

const persona = z.string().min(1);
const app = z.string().min(1);

export const personaSwitch = defineVerb({
  name: 'persona.switch',
  schema: closed('persona.switch', { persona }),
  label: (input) => `Switch to ${nameOf(input.persona)}`,
  mentions: (input) => ({ persona: input.persona }),
  async play(input, { verbs }) {
    await verbs.switchPersona(input.persona);
    return done(`${nameOf(input.persona)} is at the keyboard now.`, { view: 'browser' });
  },
});

export const idpLogin = defineVerb({
  name: 'idp.login',
  schema: closed('idp.login', {
    persona,
    app,
    consent: z.enum(['allow', 'deny']).default('allow'),
    /** The user name of somebody else on purpose. Default: the persona's own. */
    username: z.string().optional(),
    /** A wrong password on purpose. Default: the persona's own. */
    password: z.string().optional(),
  }),
  label: ({ persona: who, username }) =>
    username === undefined
      ? `Sign ${nameOf(who)} in`
      : `Have ${nameOf(who)} guess ${nameOf(username)}’s password`,
  mentions: (input) => ({ persona: input.persona, application: input.app }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.signIn(input);
    return done(summary, { view: 'sequence', flow });
  },
});

export const idpLogout = defineVerb({
  name: 'idp.logout',
  schema: closed('idp.logout', { persona, app }),
  label: (input) => `Sign ${nameOf(input.persona)} out`,
  mentions: (input) => ({ persona: input.persona, application: input.app }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.signOut(input);
    return done(summary, { view: 'sequence', flow });
  },
});

/** A persona's id as a name: `alice` is Alice. */
export function nameOf(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}
