import { z } from 'zod';
import { jsonObjectSchema } from '../../contract/json.ts';
import { hasInvisible, INVISIBLE_MESSAGE } from '../format/prose.ts';
import { closed } from '../format/validate.ts';
import { nameOf } from './people.ts';
import { defineVerb, done } from './verb.ts';

const short = z
  .string()
  .max(2000)
  .refine((text) => !hasInvisible(text), INVISIBLE_MESSAGE);

export const idpRequest = defineVerb({
  name: 'idp.request',
  schema: closed('idp.request', {
    persona: z.string().min(1),
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
    path: z.string().startsWith('/', 'A path begins with “/”, below the provider’s own address.').max(500),
    headers: z.record(z.string().regex(/^[\w-]{1,100}$/), short).default({}),
    body: jsonObjectSchema.optional(),
    /** `service`: the token of SCIM, which opens everything. `token`: the persona's newest access token. */
    authorization: z.enum(['none', 'service', 'token']).default('none'),
    /** What to note of the answer: a name, and the place in its body, or `header:` and the name of a header. */
    keep: z.record(z.string().regex(/^[\w-]{1,50}$/), short).default({}),
  }),
  label: ({ persona, method, path }) => `Send ${method} ${path} as ${nameOf(persona)}`,
  mentions: ({ persona }) => ({ persona }),
  async play(input, { verbs }) {
    const { summary, flow, status } = await verbs.providerRequest(input);
    return done(summary, { view: 'sequence', flow, data: { status: status ?? null } });
  },
});

export const idpDirectoryToken = defineVerb({
  name: 'idp.directory-token',
  schema: closed('idp.directory-token', {
    persona: z.string().min(1),
    /** Scopes of administration to ask for beside the sign-in; the person's role decides which she gets. */
    scope: z.string().max(500).default(''),
  }),
  label: ({ persona }) => `Sign ${nameOf(persona)} in at a terminal`,
  mentions: ({ persona }) => ({ persona }),
  async play(input, { verbs }) {
    const { summary, flow } = await verbs.directoryToken(input);
    return done(summary, { view: 'sequence', flow });
  },
});

/** The first call of a recovery, as WSO2's version 2 of it has it. */
const RECOVERY = '/api/users/v2/recovery/password/init';
const USERNAME_CLAIM = 'http://wso2.org/claims/username';

export const recoveryAsk = defineVerb({
  name: 'recovery.ask',
  schema: closed('recovery.ask', {
    persona: z.string().min(1),
    /** User names, one call each. */
    accounts: z.array(z.string().min(1).max(100)).min(1).max(20),
  }),
  label: ({ accounts }) => `Ask for the recovery of ${accounts.join(', ')}`,
  mentions: ({ persona }) => ({ persona }),
  async play({ persona, accounts }, { verbs }) {
    const told: string[] = [];
    let flow: string | undefined;
    for (const value of accounts) {
      const body = { claims: [{ uri: USERNAME_CLAIM, value }] };
      const call = { persona, method: 'POST', path: RECOVERY, headers: {}, body, keep: {} };
      const answer = await verbs.providerRequest({ ...call, authorization: 'none' });
      told.push(`${value} ${answer.status}`);
      flow = answer.flow;
    }
    return done(`Answered: ${told.join(', ')}.`, { view: 'sequence', flow });
  },
});
