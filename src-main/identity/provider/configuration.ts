import type { Configuration } from 'oidc-provider';
import { isUsable } from '../../contract/account-state.ts';
import type { Core } from '../../events/core.ts';
import { claimsOf, IDENTITY_SCOPES } from '../directory/claims.ts';
import { preIssueAccessToken } from '../extensions/actions/pre-issue-access-token.ts';
import type { IdentityParts } from '../parts.ts';
import { ArtefactRecorder } from '../recording/artefact-recorder.ts';
import { authorizationRequested } from '../recording/authorization-requests.ts';
import { ACR_VALUES } from '../signin/acr.ts';
import { accountClient } from './account-client.ts';
import { ArtefactAdapter } from './adapter.ts';
import { ClientAdapter } from './client-adapter.ts';
import { cookies } from './cookies.ts';
import { features } from './features.ts';
import { observedPolicy } from './interaction-policy.ts';
import { renderedErrors } from './rendered-errors.ts';
import { PAGES, ROUTES } from './routes.ts';
import type { ProviderSecrets } from './secrets.ts';
import { ThreadSigningKey } from './thread-signing-key.ts';
import { TOKEN_LIFETIMES } from './token-lifetimes.ts';
import { tokenPolicy } from './token-policy.ts';

/** The whole configuration of the provider's library, each subject from its own file. */
export function configuration(parts: IdentityParts, secrets: ProviderSecrets): Configuration {
  const { core, accounts } = parts;
  return {
    ...tokenPolicy(core.store),
    ...scopesAndClaims(),
    acrValues: ACR_VALUES,
    adapter: adapters(parts),
    clients: [accountClient(parts.issuer)],
    // Only the origins of an application's own redirect URIs may call the provider from a page.
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.canParse(uri) && new URL(uri).origin === origin),
    // Clients on this machine share the clock; this covers rounding to whole seconds.
    clockTolerance: 1,
    cookies: cookies(secrets),
    features: features(parts, secrets),
    formats: { customizers: { jwt: preIssueAccessToken(parts) } },
    fetch: throughDispatcher(core),
    findAccount: async (_ctx, id) => {
      const account = accounts.get(id);
      return account && isUsable(account.state)
        ? { accountId: account.id, claims: async () => claimsOf(account) }
        : undefined;
    },
    interactions: {
      policy: observedPolicy(parts, (ctx) => authorizationRequested(parts, ctx)),
      url: async (_ctx, interaction) => `${PAGES.interaction}/${interaction.uid}`,
    },
    jwks: { keys: parts.keys.all().map((key) => new ThreadSigningKey(key)) },
    renderError: renderedErrors(parts),
    // Tokens in the front channel are gone for good reasons (RFC 9700 §2.1.2); `none` carries nothing at all.
    responseTypes: ['code', 'none'],
    routes: ROUTES,
    ttl: TOKEN_LIFETIMES,
  };
}

function scopesAndClaims(): Pick<Configuration, 'scopes' | 'claims'> {
  const withClaims = Object.entries(IDENTITY_SCOPES).filter(([, scope]) => scope.claims.length > 0);
  return {
    scopes: Object.keys(IDENTITY_SCOPES),
    claims: {
      ...Object.fromEntries(withClaims.map(([name, scope]) => [name, scope.claims])),
      sid: null,
      iss: null,
    },
  };
}

function adapters(parts: IdentityParts): NonNullable<Configuration['adapter']> {
  const shared = { ...parts, recorder: new ArtefactRecorder(parts) };
  return (model: string) =>
    model === 'Client' ? new ClientAdapter(parts.core, [parts.scim]) : new ArtefactAdapter(model, shared);
}

/** Calls of the provider (back-channel logout, keys of applications) go the way that every inner call goes. */
function throughDispatcher(core: Core): typeof fetch {
  return (input, init) => {
    // The library's own dispatcher refuses loopback addresses, and loopback is all there is here.
    const { dispatcher: _, ...rest } = (init ?? {}) as RequestInit & { dispatcher?: unknown };
    return core.dispatcher.fetchAs('idp')(input instanceof Request ? input.url : input, rest);
  };
}
