import type { Configuration } from 'oidc-provider';

/** Where the endpoints are. The names are those that people know from this library's world. */
export const ROUTES = {
  authorization: '/auth',
  code_verification: '/device',
  device_authorization: '/device/auth',
  end_session: '/session/end',
  introspection: '/token/introspection',
  jwks: '/jwks',
  pushed_authorization_request: '/request',
  registration: '/reg',
  revocation: '/token/revocation',
  token: '/token',
  userinfo: '/me',
} as const satisfies Configuration['routes'];

/** Pages of ours, beside those endpoints. */
export const PAGES = { interaction: '/interaction', stylesheet: '/assets/provider.css' } as const;

/** What a `request_uri` of a pushed request begins with (RFC 9126 §2.2). */
export const PUSHED_REQUEST_URN = 'urn:ietf:params:oauth:request_uri:';
