import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { compact } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import { explainRefusal } from '../refusals.ts';
import { IDP_RULES, reason } from '../rules.ts';
import {
  type DeviceForm,
  deviceCodePage,
  deviceConfirmPage,
  deviceDeniedPage,
  deviceDonePage,
} from '../signin/device-pages.ts';
import { sendPage } from '../signin/layout.ts';
import { ROUTES } from './routes.ts';

type DeviceFlow = NonNullable<NonNullable<Configuration['features']>['deviceFlow']>;

/** The device flow (RFC 8628) with pages of our own. Codes have eight letters of which none looks like another. */
export function deviceFlow(parts: IdentityParts): DeviceFlow {
  return {
    enabled: true,
    charset: 'base-20',
    mask: '****-****',
    deviceInfo: (ctx) => ({ ip: ctx.ip, ua: ctx.get('user-agent') }),
    userCodeInputSource: async (ctx, _form, _out, error) => showCodePage(parts, ctx, error),
    userCodeConfirmSource: async (ctx, _form, client, _device, userCode) => {
      sendPage(
        ctx,
        parts.brand,
        deviceConfirmPage(formOf(ctx), client.clientName ?? client.clientId, userCode),
      );
    },
    successSource: async (ctx) => {
      const { client } = ctx.oidc;
      sendPage(ctx, parts.brand, deviceDonePage(client?.clientName ?? client?.clientId ?? 'the application'));
    },
  };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  NoCodeError: 'Type the code first.',
  NotFoundError: 'No device shows this code.',
  ExpiredError: 'This code has expired. Start again at the device.',
  AlreadyUsedError: 'This code was used already. Start again at the device.',
};

function showCodePage(parts: IdentityParts, ctx: KoaContextWithOIDC, error: unknown): void {
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortedError') {
    sendPage(ctx, parts.brand, deviceDeniedPage());
    return;
  }
  if (Object.hasOwn(PROBLEMS, name)) recordUserCodeRefused(parts, ctx, error);
  const typed = error instanceof Error && 'userCode' in error ? error.userCode : prefilled.get(ctx.req);
  const problem =
    error === undefined
      ? undefined
      : (PROBLEMS[name] ?? IDP_RULES[explainRefusal(error, ctx.oidc.route).rule].next);
  const page = deviceCodePage(formOf(ctx), typeof typed === 'string' ? typed : '', problem);
  sendPage(ctx, parts.brand, page, problem === undefined || ctx.status >= 400 ? undefined : 422);
}

/** The library tells nobody of a user code that it refused, since the page is shown again. */
function recordUserCodeRefused({ core }: IdentityParts, ctx: KoaContextWithOIDC, error: unknown): void {
  const refusal = explainRefusal(error, ctx.oidc.route);
  const userCode = ctx.oidc.params?.user_code;
  core.recorder.record({
    type: 'idp.request.refused',
    outcome: 'denied',
    reasons: [
      reason(refusal.rule, 'fail', {
        path: 'user_code',
        seen: typeof userCode === 'string' ? userCode : null,
        inputs: { now: core.clock.seconds() },
      }),
    ],
    data: compact({ endpoint: ctx.oidc.route, description: refusal.description, rule: refusal.rule }),
  });
}

function formOf(ctx: KoaContextWithOIDC): DeviceForm {
  return { action: ROUTES.code_verification, xsrf: String(ctx.oidc.session?.state?.secret ?? '') };
}

const prefilled = new WeakMap<object, string>();

/**
 * An address with the user code in it (RFC 8628 §3.3.1) opens the page with the code filled in. The library would send
 * the form on by a script; here the person presses the button.
 */
export async function prefillUserCode(ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> {
  const userCode = ctx.query.user_code;
  if (ctx.method === 'GET' && ctx.path === ROUTES.code_verification && typeof userCode === 'string') {
    prefilled.set(ctx.req, userCode.slice(0, 64));
    ctx.query = {};
  }
  await next();
}
