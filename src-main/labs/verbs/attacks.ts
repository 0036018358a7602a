import { z } from 'zod';
import type { VerbResult } from '../../contract/labs.ts';
import { closed } from '../format/validate.ts';
import type { Played } from '../ports.ts';
import { nameOf } from './people.ts';
import { defineVerb, done } from './verb.ts';

const persona = z.string().min(1);

/** Where an attacker keeps what she has taken: every one of these verbs presses a button of its page. */
const NOTEBOOK = 'notebook';

const OWNERS = {
  'phone-files': { app: 'pocket', name: 'Pocket' },
  'signet-files': { app: 'signet', name: 'Signet' },
} as const;

/** `own`: with a DPoP proof that the attacker signs with a key of her own (RFC 9449). */
const proof = z.enum(['none', 'own']).default('none');
const withProof = (how: z.infer<typeof proof>): string =>
  how === 'own' ? ', with a proof by a key of her own' : '';

const told = ({ summary, flow, status }: Played): VerbResult =>
  done(summary, { view: 'sequence', flow, data: { status: status ?? null } });

export const attackerReset = defineVerb({
  name: 'attacker.reset',
  schema: closed('attacker.reset', {}),
  label: () => 'Take everything from the attacker',
  mentions: () => ({}),
  async play(_input, { verbs }) {
    await verbs.resetAttacks();
    return done('The attacker holds nothing, her app is on no phone, and nobody has a message from her.');
  },
});

export const attackerPlant = defineVerb({
  name: 'attacker.plant',
  schema: closed('attacker.plant', {
    persona,
    /** Whose phone it is. */
    on: persona,
    /** `false` removes it. */
    installed: z.boolean().default(true),
  }),
  label: ({ on, installed }) =>
    installed ? `Install Torch on ${nameOf(on)}’s phone` : `Remove Torch from ${nameOf(on)}’s phone`,
  mentions: (input) => ({ persona: input.persona, application: NOTEBOOK }),
  async play({ persona: who, on, installed }, { verbs }) {
    const fields = { persona: on, installed: installed ? 'yes' : 'no' };
    const { flow } = await verbs.press({ persona: who, app: NOTEBOOK, path: '/torch', fields });
    return done(
      installed ? `Torch is on ${nameOf(on)}’s phone.` : `Torch is gone from ${nameOf(on)}’s phone.`,
      {
        flow,
      },
    );
  },
});

export const attackerTake = defineVerb({
  name: 'attacker.take',
  schema: closed('attacker.take', {
    persona,
    /** Whose secret it is. */
    from: persona,
    /** The files that Pocket keeps on the phone, or Signet's: the tokens, and no key. */
    what: z.enum(['phone-files', 'signet-files']).default('phone-files'),
  }),
  label: ({ from, what }) => `Copy ${OWNERS[what].name}’s files from ${nameOf(from)}’s phone`,
  mentions: (input) => ({ persona: input.persona, application: NOTEBOOK }),
  async play({ persona: who, from, what }, { verbs }) {
    const fields = { persona: from, app: OWNERS[what].app };
    return told(await verbs.press({ persona: who, app: NOTEBOOK, path: '/copy', fields }));
  },
});

export const attackerSend = defineVerb({
  name: 'attacker.send',
  schema: closed('attacker.send', { persona, to: persona }),
  label: ({ persona: who, to }) => `Send ${nameOf(to)} ${nameOf(who)}’s code`,
  mentions: (input) => ({ persona: input.persona, application: NOTEBOOK }),
  async play({ persona: who, to }, { verbs }) {
    return told(await verbs.press({ persona: who, app: NOTEBOOK, path: '/send', fields: { persona: to } }));
  },
});

export const oauthExchange = defineVerb({
  name: 'oauth.exchange',
  schema: closed('oauth.exchange', { persona }),
  label: ({ persona: who }) => `Redeem the code as ${nameOf(who)}`,
  mentions: (input) => ({ persona: input.persona, application: NOTEBOOK }),
  async play({ persona: who }, { verbs }) {
    return told(await verbs.press({ persona: who, app: NOTEBOOK, path: '/spend', fields: { kind: 'code' } }));
  },
});

export const oauthRefresh = defineVerb({
  name: 'oauth.refresh',
  schema: closed('oauth.refresh', { persona, proof }),
  label: ({ persona: who, proof: how }) => `Use the refresh token as ${nameOf(who)}${withProof(how)}`,
  mentions: (input) => ({ persona: input.persona, application: NOTEBOOK }),
  async play({ persona: who, proof: how }, { verbs }) {
    const fields = { kind: 'refresh_token', proof: how };
    return told(await verbs.press({ persona: who, app: NOTEBOOK, path: '/spend', fields }));
  },
});

export const attackerCall = defineVerb({
  name: 'attacker.call',
  schema: closed('attacker.call', {
    persona,
    api: z.string().min(1),
    path: z.string().startsWith('/', 'A path begins with “/”, below the API’s own address.').max(200),
    proof,
  }),
  label: ({ persona: who, path, proof: how }) => `Call GET ${path} as ${nameOf(who)}${withProof(how)}`,
  mentions: (input) => ({ persona: input.persona, application: NOTEBOOK, api: input.api }),
  async play({ persona: who, api, path, proof: how }, { verbs }) {
    const fields = { api, method: 'GET', path, proof: how };
    return told(await verbs.press({ persona: who, app: NOTEBOOK, path: '/call', fields }));
  },
});
