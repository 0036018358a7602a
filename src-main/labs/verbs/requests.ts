import { z } from 'zod';
import { jsonObjectSchema } from '../../contract/json.ts';
import { closed } from '../format/validate.ts';
import { nameOf } from './people.ts';
import { defineVerb, done } from './verb.ts';

const short = z.string().max(2000);

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
