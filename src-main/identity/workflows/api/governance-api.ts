import { vetoWords } from '../../lifecycle/hooks.ts';
import type { RunningParts } from '../../parts.ts';
import { CHOOSING, CONFIRMING, confirmByCode, lookAtCode } from '../presented-code.ts';
import { handedOut, type Registered, registerStranger, resend } from '../register.ts';
import { hidesExistence } from '../strangers.ts';
import { sendJson, sendRefused } from './answers.ts';
import { BODIES, claimsOf } from './bodies.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

const CHANNEL = { notificationChannel: 'EMAIL' } as const;

/** User governance v1.0: registration and the codes that confirm it. */
export const GOVERNANCE_API: Readonly<Record<string, Endpoint>> = {
  '/api/identity/user/v1.0/me': endpoint(BODIES.selfRegister, async (parts, ctx, { user }) => {
    const { email, name, kept, emailVerified } = claimsOf(user.claims);
    const applied = await registerStranger(parts, {
      username: user.username,
      password: user.password,
      name,
      email,
      claims: kept,
      channelVerified: emailVerified,
    });
    if (!applied.ok) return sendRefused(ctx, applied.deniedBy, vetoWords(applied.reasons));
    sendJson(ctx, 201, registered(applied));
  }),
  '/api/identity/user/v1.0/lite': endpoint(BODIES.liteRegister, async (parts, ctx, { email, claims }) => {
    const { name, kept } = claimsOf(claims);
    const applied = await registerStranger(parts, {
      username: email,
      password: undefined,
      name,
      email,
      claims: kept,
      channelVerified: false,
    });
    if (!applied.ok) return sendRefused(ctx, applied.deniedBy, vetoWords(applied.reasons));
    sendJson(ctx, 201, registered(applied));
  }),
  '/api/identity/user/v1.0/validate-code': endpoint(BODIES.code, async (parts, ctx, { code, properties }) => {
    const applied = await confirmByCode(parts, { secret: code, username: userIn(properties) });
    if (!applied.ok) return sendRefused(ctx, applied.deniedBy, vetoWords(applied.reasons));
    sendJson(ctx, 202, {});
  }),
  '/api/identity/user/v1.0/introspect-code': endpoint(
    BODIES.code,
    async (parts: RunningParts, ctx, { code, properties }) => {
      const shown = { secret: code, username: userIn(properties) };
      const looked = lookAtCode(parts, shown, [...CONFIRMING, ...CHOOSING]);
      if (!looked.ok) return sendRefused(ctx, looked.deniedBy);
      const { username } = looked.account;
      const { scenario, step } = looked.code;
      sendJson(ctx, 202, { user: { username, realm: 'PRIMARY' }, scenario, step });
    },
  ),
  '/api/identity/user/v1.0/resend-code': endpoint(BODIES.resend, async (parts, ctx, { user }) => {
    const sent = resend(parts, user.username);
    if (!sent.ok) return sendRefused(ctx, sent.deniedBy);
    sendJson(ctx, 201, {
      code: 'USR-20005',
      message: 'The confirmation was sent again.',
      ...CHANNEL,
      ...(sent.code === undefined ? {} : { notificationChannel: 'EXTERNAL', confirmationCode: sent.code }),
    });
  }),
  '/api/identity/user/v1.0/validate-username': endpoint(BODIES.username, async (parts, ctx, { username }) => {
    // Where accounts are hidden, every user name is as good as free: a registration answers the same.
    const hidden = hidesExistence(parts.lifecycle.governance.get());
    const taken = !hidden && parts.accounts.byUsername(username.trim()) !== undefined;
    sendJson(ctx, 200, { statusCode: taken ? 20030 : 200 });
  }),
};

/** What WSO2 says of a registration, by what it has led to. */
function registered(applied: Extract<Registered, { ok: true }>) {
  const code = handedOut(applied.issued);
  if (code !== undefined)
    return {
      code: 'USR-02002',
      message: 'Registered; the caller has to deliver the code that confirms the address.',
      notificationChannel: 'EXTERNAL',
      confirmationCode: code,
    };
  if (applied.issued.length > 0)
    return { code: 'USR-02001', message: 'Registered; the address is to be confirmed.', ...CHANNEL };
  if (applied.row === 4)
    return { code: 'USR-02004', message: 'Registered with an address that is verified already.' };
  return { code: 'USR-02003', message: 'Registered; nothing is to be confirmed.' };
}

const userIn = (properties: readonly { key: string; value: string }[]): string | undefined =>
  properties.find(({ key }) => key === 'username')?.value;
