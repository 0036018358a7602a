import type { ClientMetadata } from 'oidc-provider';
import { ACCOUNT_PAGES } from '../workflows/pages/account-layout.ts';

const CLIENT_ID = 'own-account';

/**
 * The page of one's own account as a client of the provider that it belongs to. It needs to know that somebody is signed
 * in, and no more: its answers carry neither code nor token (`response_type=none`, OAuth 2.0 Multiple Response Types §4).
 */
export const accountClient = (issuer: string): ClientMetadata => ({
  client_id: CLIENT_ID,
  client_name: 'Your account',
  redirect_uris: [issuer + ACCOUNT_PAGES.profile],
  response_types: ['none'],
  grant_types: [],
  token_endpoint_auth_method: 'none',
});

/** Where a person signs in to get to the page of her account. */
export const signInForAccount = (issuer: string): string =>
  `/auth?${new URLSearchParams({ client_id: CLIENT_ID, response_type: 'none', redirect_uri: issuer + ACCOUNT_PAGES.profile })}`;
