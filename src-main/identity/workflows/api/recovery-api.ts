import { vetoWords } from '../../lifecycle/hooks.ts';
import { beginRecovery } from '../recovery/begin.ts';
import { confirmRecovery, resetPassword } from '../recovery/finish.ts';
import { type SentRecovery, sendRecovery } from '../recovery/send.ts';
import { beginUserName, sendUserName } from '../recovery/user-name.ts';
import { sendJson, sendRefused } from './answers.ts';
import { BODIES, claimsOf } from './bodies.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

const PASSWORD = '/api/users/v2/recovery/password';
const USERNAME = '/api/users/v2/recovery/username';

const next = (path: string) => [{ rel: 'next', href: path, type: 'POST' }];

/** Recovery v2: each answer says where it goes on, and a code of the flow ties its steps together. */
export const RECOVERY_API: Readonly<Record<string, Endpoint>> = {
  [`${PASSWORD}/init`]: endpoint(BODIES.init, async (parts, ctx, { claims }) => {
    const { username, email } = claimsOf(claims);
    const begun = await beginRecovery(parts, username === '' ? email : username);
    if (!begun.ok) return sendRefused(ctx, begun.deniedBy, vetoWords(begun.reasons));
    const { flowConfirmationCode, recoveryCode, channels } = begun;
    sendJson(ctx, 200, [
      {
        mode: 'recoverWithNotifications',
        flowConfirmationCode,
        channelInfo: { recoveryCode, channels },
        links: next(`${PASSWORD}/recover`),
      },
    ]);
  }),
  [`${PASSWORD}/recover`]: endpoint(BODIES.recover, async (parts, ctx, { recoveryCode, channelId }) => {
    const sent = sendRecovery(parts, recoveryCode, channelId, 'SEND_RECOVERY_INFORMATION');
    if (!sent.ok) return sendRefused(ctx, sent.deniedBy);
    sendJson(ctx, sent.channel === 'EXTERNAL' ? 200 : 202, sentBody(sent));
  }),
  [`${PASSWORD}/resend`]: endpoint(BODIES.resendRecovery, async (parts, ctx, { resendCode }) => {
    const sent = sendRecovery(parts, resendCode, '', 'RESEND_CONFIRMATION_CODE');
    if (!sent.ok) return sendRefused(ctx, sent.deniedBy);
    sendJson(ctx, sent.channel === 'EXTERNAL' ? 200 : 202, { ...sentBody(sent), code: 'PWR-02002' });
  }),
  [`${PASSWORD}/confirm`]: endpoint(BODIES.confirm, async (parts, ctx, body) => {
    const { flowConfirmationCode } = body;
    const confirmed = confirmRecovery(parts, flowConfirmationCode, body.confirmationCode ?? body.otp ?? '');
    if (!confirmed.ok) return sendRefused(ctx, confirmed.deniedBy);
    const { resetCode } = confirmed;
    sendJson(ctx, 200, { resetCode, flowConfirmationCode, links: next(`${PASSWORD}/reset`) });
  }),
  [`${PASSWORD}/reset`]: endpoint(BODIES.reset, async (parts, ctx, body) => {
    const { resetCode, flowConfirmationCode: flow, password } = body;
    const applied = await resetPassword(parts, { flow, resetCode, password });
    if (!applied.ok) return sendRefused(ctx, applied.deniedBy, vetoWords(applied.reasons));
    sendJson(ctx, 200, { code: 'PWR-02005', message: 'The password was reset.' });
  }),
  [`${USERNAME}/init`]: endpoint(BODIES.init, async (parts, ctx, { claims }) => {
    const begun = beginUserName(parts, claimsOf(claims).email);
    if (!begun.ok) return sendRefused(ctx, begun.deniedBy);
    const { recoveryCode, channels } = begun;
    sendJson(ctx, 200, [
      {
        mode: 'recoverWithNotifications',
        channelInfo: { recoveryCode, channels },
        links: next(`${USERNAME}/recover`),
      },
    ]);
  }),
  [`${USERNAME}/recover`]: endpoint(BODIES.recover, async (parts, ctx, { recoveryCode }) => {
    const sent = sendUserName(parts, recoveryCode);
    if (!sent.ok) return sendRefused(ctx, sent.deniedBy);
    sendJson(ctx, sent.external ? 200 : 202, {
      code: 'UNR-02001',
      message: sent.external ? 'The caller has to deliver the user name.' : 'The user name was sent.',
      notificationChannel: sent.external ? 'EXTERNAL' : 'EMAIL',
      ...(sent.external ? { username: sent.username } : {}),
    });
  }),
};

function sentBody({ channel, resendCode, confirmationCode }: SentRecovery) {
  return {
    code: 'PWR-02001',
    message: channel === 'EXTERNAL' ? 'The caller has to deliver the code.' : 'The code was sent.',
    notificationChannel: channel,
    resendCode,
    ...(confirmationCode === undefined ? {} : { confirmationCode }),
    links: next(`${PASSWORD}/confirm`),
  };
}
