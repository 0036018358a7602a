import { z } from 'zod';
import { closed } from '../format/validate.ts';
import { nameOf } from './people.ts';
import { defineVerb, done } from './verb.ts';

const call = {
  persona: z.string().min(1),
  api: z.string().min(1),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  path: z.string().startsWith('/', 'A path begins with “/”, below the API’s own address.').max(500),
  body: z.string().max(16_384).optional(),
};

export const appCallApi = defineVerb({
  name: 'app.call-api',
  schema: closed('app.call-api', { ...call, app: z.string().min(1) }),
  label: (input) => `Call ${input.method} ${input.path} as ${nameOf(input.persona)}`,
  mentions: (input) => ({ persona: input.persona, application: input.app, api: input.api }),
  async play(input, { verbs }) {
    const { summary, flow, status } = await verbs.callApi(input);
    return done(summary, { view: 'sequence', flow, data: { status: status ?? null } });
  },
});

export const gatewayRequest = defineVerb({
  name: 'gateway.request',
  schema: closed('gateway.request', {
    ...call,
    /** `last`: the persona's newest access token for this API. `none`: no token. Else the token itself. */
    token: z.string().max(16_384).default('last'),
    /** With `last`: only a token that this application was given. */
    client: z.string().optional(),
    /** With `last`: the newest token for this API, though another one is called. */
    tokenFor: z.string().optional(),
    /** With `last`: the newest ID token in the place of an access token. */
    tokenType: z.enum(['access', 'id']).default('access'),
    /** With `last`: claims that are changed before it is sent. The signature stays as it was. */
    alter: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  }),
  label: (input) => `Send ${input.method} ${input.path}`,
  mentions: (input) => ({ persona: input.persona, application: input.client, api: input.api }),
  async play({ token, client, tokenFor, tokenType, alter, ...input }, { verbs }) {
    const { summary, flow, status } = await verbs.gatewayRequest({
      ...input,
      token:
        token === 'last'
          ? { kind: 'last', client, api: tokenFor, type: tokenType, alter }
          : token === 'none'
            ? { kind: 'none' }
            : { kind: 'raw', value: token },
    });
    return done(summary, { view: 'sequence', flow, data: { status: status ?? null } });
  },
});

export const tokenInspect = defineVerb({
  name: 'token.inspect',
  schema: closed('token.inspect', {
    persona: z.string().min(1),
    client: z.string().optional(),
    kind: z.enum(['access', 'id', 'refresh']).default('access'),
  }),
  label: (input) => `Open ${nameOf(input.persona)}’s ${KINDS[input.kind]} token`,
  mentions: (input) => ({ persona: input.persona, application: input.client }),
  async play(input, { tokens }) {
    const token = tokens.newest(input);
    if (!token) {
      return {
        ok: false,
        message: `${nameOf(input.persona)} has no ${KINDS[input.kind]} token yet. Sign in first.`,
      };
    }
    return done(`The newest ${KINDS[input.kind]} token is open in the inspector.`, {
      view: 'token',
      flow: token.flow,
      data: { handle: token.handle },
    });
  },
});

const KINDS = { access: 'access', id: 'ID', refresh: 'refresh' } as const;
