import type Provider from 'oidc-provider';
import type { Client, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { compact } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import { sendPage } from '../signin/layout.ts';
import { loggedOutPage, logoutPage } from '../signin/logout-pages.ts';
import { ROUTES } from './routes.ts';

type Features = NonNullable<Configuration['features']>;

/** Logout started by an application (OpenID Connect RP-Initiated Logout), with pages of our own. */
export function logout(parts: IdentityParts): NonNullable<Features['rpInitiatedLogout']> {
  return {
    enabled: true,
    logoutSource: async (ctx) => {
      const state = ctx.oidc.session?.state;
      const redirectUri = state?.postLogoutRedirectUri;
      const page = logoutPage({
        action: `${ROUTES.end_session}/confirm`,
        xsrf: String(state?.secret ?? ''),
        application: nameOf(ctx.oidc.client),
        redirectUri: typeof redirectUri === 'string' ? redirectUri : undefined,
      });
      sendPage(ctx, parts.brand, page);
    },
    postLogoutSuccessSource: async (ctx) =>
      sendPage(ctx, parts.brand, loggedOutPage(nameOf(ctx.oidc.client))),
  };
}

/** Records whether each application heard of the logout over the back channel (OpenID Connect Back-Channel Logout). */
export function recordBackchannel(provider: Provider, { core }: IdentityParts): void {
  const record = (client: Client, accountId: string, sid: string | undefined, error: Error | undefined) =>
    core.recorder.record({
      type: 'idp.logout.backchannel',
      outcome: error ? 'failed' : 'ok',
      subject: accountId,
      data: compact({
        client: client.clientId,
        sid,
        uri: client.backchannelLogoutUri,
        error: error?.message,
      }),
    });
  provider.on(
    'backchannel.success',
    (_ctx: KoaContextWithOIDC, client: Client, accountId: string, sid: string) =>
      record(client, accountId, sid, undefined),
  );
  provider.on(
    'backchannel.error',
    (_ctx: KoaContextWithOIDC, error: Error, client: Client, accountId: string, sid: string) =>
      record(client, accountId, sid, error),
  );
}

const nameOf = (client: Client | undefined): string | undefined => client?.clientName ?? client?.clientId;
