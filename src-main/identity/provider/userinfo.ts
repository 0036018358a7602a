import type { KoaContextWithOIDC } from 'oidc-provider';
import type { JsonObject } from '../../contract/json.ts';
import { compact, toJson } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import { userinfoOrigins } from '../recording/claim-origins.ts';
import { noteSubject } from '../recording/request-facts.ts';
import { reason } from '../rules.ts';

/** Records what the userinfo endpoint told an application; the library tells only of refusals. */
export function userinfoOutcome({ core, register }: IdentityParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    await next();
    if (ctx.oidc?.route !== 'userinfo' || ctx.status !== 200) return;
    const token = ctx.oidc.entities.AccessToken;
    if (!token) return;
    noteSubject(token.accountId, token.sessionUid);
    const told = typeof ctx.body === 'object' && ctx.body ? (ctx.body as JsonObject) : undefined;
    core.recorder.record({
      type: 'idp.userinfo.answered',
      outcome: 'allowed',
      subject: token.accountId,
      reasons: [
        reason('idp.token.known', 'pass'),
        reason('idp.token.unexpired', 'pass', {
          inputs: { expires: token.exp ?? null, now: core.clock.seconds() },
        }),
        reason('idp.token.scope', 'pass', {
          path: 'token.scope',
          expected: 'openid',
          seen: token.scope ?? null,
        }),
      ],
      data: compact({
        client: token.clientId,
        handle: register.handle('access', token.jti),
        grant: token.grantId,
        scope: token.scope,
        claims: told && Object.keys(told),
        origins:
          told && toJson(userinfoOrigins(told, { scope: token.scope, parameter: token.claims?.userinfo })),
      }),
    });
  };
}
