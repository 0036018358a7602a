import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { currentContext } from '../../events/context.ts';
import type { RevocationCause } from '../register.ts';

/** The request of the provider that is being answered, if the work at hand belongs to one. */
export function providerContext(): KoaContextWithOIDC | undefined {
  return Provider.ctx;
}

/** A parameter of the request, when it was sent once. */
export function parameter(ctx: KoaContextWithOIDC | undefined, name: string): string | undefined {
  const value = ctx?.oidc?.params?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The client that asks: the one that was found, or the one that is claimed. */
export function clientOf(ctx: KoaContextWithOIDC | undefined): string | undefined {
  return ctx?.oidc?.client?.clientId ?? parameter(ctx, 'client_id');
}

/** Lets every further event of this request say whom it is about. */
export function noteSubject(subject: string | undefined, session?: string): void {
  const context = currentContext();
  if (!context) return;
  if (subject !== undefined) context.subject = subject;
  if (session !== undefined) context.session = session;
}

const REPLAYS: Readonly<Record<string, RevocationCause>> = {
  refresh_token: 'refresh-reuse',
  authorization_code: 'code-replay',
  'urn:ietf:params:oauth:grant-type:device_code': 'device-code-replay',
};

/** Why tokens are being revoked, told by the request in which it happens. */
export function revocationCause(ctx: KoaContextWithOIDC | undefined): RevocationCause {
  switch (ctx?.oidc.route) {
    case 'token':
      return REPLAYS[parameter(ctx, 'grant_type') ?? ''] ?? 'sandbox';
    case 'revocation':
      return 'revocation';
    case 'end_session_confirm':
      return 'logout';
    default:
      return 'sandbox';
  }
}
