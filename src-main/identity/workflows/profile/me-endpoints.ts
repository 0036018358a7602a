import type { KoaContextWithOIDC } from 'oidc-provider';
import { z } from 'zod';
import type { Channel } from '../../../contract/account-state.ts';
import type { RunningParts } from '../../parts.ts';
import { sendJson, sendRefused } from '../api/answers.ts';
import { objectOf, sendProblem } from '../custom/http/answers.ts';
import { requirePerson, type TokenRules } from '../custom/http/person-token.ts';
import { RuleChecks, RuleRefusal } from '../custom/refused.ts';
import { confirmByCode } from '../presented-code.ts';
import { undelivered } from '../undelivered.ts';

/** Where WSO2 has them: what a person does about the addresses of her own account. */
const PATHS = /^(?:\/t\/[\w.-]{1,64})?\/api\/identity\/user\/v1\.0\/me\/(resend-code|validate-code)$/;

/** Which address is meant, by the scenario of its code. */
const CHANNELS: Readonly<Record<string, Channel>> = {
  EMAIL_VERIFICATION_ON_UPDATE: 'email',
  MOBILE_VERIFICATION_ON_UPDATE: 'sms',
};

const resendBody = z.object({
  properties: z.array(z.object({ key: z.string().max(200), value: z.string().max(200) })).max(50),
});
const codeBody = z.object({ code: z.string().max(2000) });

const TOKEN_RULES: TokenRules = {
  good: 'idp.profile.token',
  audience: 'idp.profile.audience',
  scope: 'idp.profile.scope',
};

/**
 * `POST …/me/resend-code` and `…/me/validate-code`, with an access token of the person. That they exist is WSO2's; which
 * members they take here is ours.
 */
export function meEndpoints(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    const [, name] = PATHS.exec(ctx.path) ?? [];
    if (name === undefined || ctx.method !== 'POST') {
      await next();
      return;
    }
    const checks = new RuleChecks(parts.core, { what: 'own account' });
    try {
      const { account } = await requirePerson(parts, ctx, checks, TOKEN_RULES);
      const body = await objectOf(ctx);
      if (name === 'resend-code') await resend(parts, ctx, account, body, checks);
      else await validate(parts, ctx, account, body, checks);
    } catch (error) {
      if (!(error instanceof RuleRefusal)) throw error;
      sendProblem(parts, ctx, error);
    }
  };
}

async function resend(
  parts: RunningParts,
  ctx: KoaContextWithOIDC,
  account: string,
  body: unknown,
  checks: RuleChecks,
): Promise<void> {
  const parsed = resendBody.safeParse(body);
  const scenario = parsed.data?.properties.find(({ key }) => key === 'RecoveryScenario')?.value ?? '';
  const channel = Object.hasOwn(CHANNELS, scenario) ? CHANNELS[scenario] : undefined;
  if (channel === undefined)
    checks.fail('idp.profile.body', 'The body names no scenario whose code can be sent again.', {
      path: 'properties.RecoveryScenario',
      expected: Object.keys(CHANNELS).join(' '),
    });
  const refused = undelivered(parts, 'send-address-again');
  const applied =
    refused ??
    (await parts.deciding(() => parts.lifecycle.apply(account, { kind: 'send-address-again', channel })));
  if (!applied.ok) sendRefused(ctx, applied.deniedBy);
  else
    sendJson(ctx, 201, {
      code: 'USR-20005',
      message: 'The confirmation was sent again.',
      notificationChannel: channel === 'email' ? 'EMAIL' : 'SMS',
    });
}

async function validate(
  parts: RunningParts,
  ctx: KoaContextWithOIDC,
  account: string,
  body: unknown,
  checks: RuleChecks,
): Promise<void> {
  const parsed = codeBody.safeParse(body);
  const secret = parsed.success
    ? parsed.data.code
    : checks.fail('idp.profile.body', 'The body has no code.', { path: 'code' });
  const username = parts.accounts.get(account)?.username;
  const applied = await confirmByCode(parts, { secret, username });
  if (!applied.ok) sendRefused(ctx, applied.deniedBy);
  else sendJson(ctx, 202, {});
}
