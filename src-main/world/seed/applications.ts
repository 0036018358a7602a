import type { JsonObject } from '../../contract/json.ts';
import { SCIM_SCOPE_NAMES } from '../../contract/scim-scopes.ts';
import type { ApplicationRecord } from '../../store/applications.ts';
import { APIS } from './apis.ts';

/**
 * The world's own applications and sites that have pages. Their addresses are known once they listen. The order is that
 * of their first ports, so what is new comes last.
 */
export const APP_IDS = ['online-banking', 'care-desk', 'pocket', 'tv', 'notebook', 'mail', 'signet'] as const;
export type AppId = (typeof APP_IDS)[number];

/** Base addresses of the applications' own servers, without a slash at the end. */
export type AppUrls = Readonly<Record<AppId, string>>;

/** Addresses before anything listens. */
export function noUrls(): Record<AppId, string> {
  return { 'online-banking': '', 'care-desk': '', pocket: '', tv: '', notebook: '', mail: '', signet: '' };
}

const IDENTITY_SCOPES = ['openid', 'profile', 'email', 'offline_access'];
const scopesOf = (...ids: string[]): string[] =>
  APIS.filter((api) => ids.includes(api.id)).flatMap((api) =>
    api.definition.scopes.map((scope) => scope.name),
  );
const resourcesOf = (...ids: string[]): string[] =>
  APIS.filter((api) => ids.includes(api.id)).map((api) => api.definition.resource);

/**
 * The client metadata that depends on where an application listens (RFC 7591 §2; OpenID Connect RP-Initiated Logout §3.1,
 * Back-Channel Logout §2.2).
 */
export function addressMetadata(id: AppId, url: string): JsonObject {
  const signedOut = { post_logout_redirect_uris: [`${url}/signed-out`] };
  switch (id) {
    case 'online-banking':
      return { redirect_uris: [`${url}/callback`], ...signedOut };
    case 'care-desk':
      return {
        redirect_uris: [`${url}/callback`],
        ...signedOut,
        backchannel_logout_uri: `${url}/backchannel-logout`,
        backchannel_logout_session_required: true,
      };
    case 'pocket':
      // RFC 8252 §7.3: the port of a loopback redirect is chosen at the moment of sign-in; the provider ignores it.
      return { redirect_uris: ['http://127.0.0.1/callback'], ...signedOut };
    case 'signet':
      return { redirect_uris: [`${url}/callback`], ...signedOut };
    default:
      return {};
  }
}

/** The applications of a new world: five with pages, two machines, and one for client libraries of one's own. */
export function applications(urls: AppUrls): ApplicationRecord[] {
  return [
    onlineBanking(urls),
    careDesk(urls),
    pocket(urls),
    statementJob(),
    workbench(),
    tv(),
    directorySync(),
    signet(urls),
  ];
}

function onlineBanking(urls: AppUrls): ApplicationRecord {
  return {
    clientId: 'online-banking',
    kind: 'spa',
    name: 'Online Banking',
    about:
      'The customers’ bank in the browser: a single page without a server side of its own, so it can keep no secret.',
    metadata: {
      client_id: 'online-banking',
      client_name: 'Online Banking',
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      ...addressMetadata('online-banking', urls['online-banking']),
    },
    settings: {
      requestedScopes: [
        'openid',
        'profile',
        'accounts:list',
        'accounts:read',
        'payments:read',
        'payments:create',
      ],
      allowedScopes: [...IDENTITY_SCOPES, ...scopesOf('accounts', 'payments')],
      resources: resourcesOf('accounts', 'payments'),
      rotateRefreshTokens: true,
      pkce: true,
    },
    builtIn: true,
    position: 0,
  };
}

function careDesk(urls: AppUrls): ApplicationRecord {
  return {
    clientId: 'care-desk',
    kind: 'server',
    name: 'Care Desk',
    about:
      'What the customer-care desk works with: pages made on a server, which keeps the client secret and all tokens to itself.',
    metadata: {
      client_id: 'care-desk',
      client_secret: 'care-desk-sandbox-secret',
      client_name: 'Care Desk',
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      ...addressMetadata('care-desk', urls['care-desk']),
    },
    settings: {
      requestedScopes: [
        'openid',
        'profile',
        'email',
        'accounts:list',
        'accounts:read',
        'payments:read',
        'cards:read',
        'cards:block',
      ],
      allowedScopes: [...IDENTITY_SCOPES, ...scopesOf('accounts', 'payments', 'cards')],
      resources: resourcesOf('accounts', 'payments', 'cards'),
      rotateRefreshTokens: true,
      pkce: true,
    },
    builtIn: true,
    position: 1,
  };
}

function pocket(urls: AppUrls): ApplicationRecord {
  return {
    clientId: 'pocket',
    kind: 'native',
    name: 'Pocket',
    about:
      'The bank on the phone: a native application that signs in through the system’s browser and listens on a loopback port for the answer.',
    metadata: {
      client_id: 'pocket',
      client_name: 'Pocket',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      ...addressMetadata('pocket', urls.pocket),
    },
    settings: {
      requestedScopes: ['openid', 'profile', 'accounts:list', 'accounts:read', 'cards:read', 'cards:block'],
      allowedScopes: [...IDENTITY_SCOPES, ...scopesOf('accounts', 'cards')],
      resources: resourcesOf('accounts', 'cards'),
      rotateRefreshTokens: true,
      pkce: true,
    },
    builtIn: true,
    position: 2,
  };
}

function statementJob(): ApplicationRecord {
  return {
    clientId: 'statement-job',
    kind: 'outside',
    name: 'Statement job',
    about:
      'A nightly job that prints statements. No person is behind it: it has a token of its own (client credentials).',
    metadata: {
      client_id: 'statement-job',
      client_secret: 'statement-job-sandbox-secret',
      client_name: 'Statement job',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
    settings: {
      requestedScopes: scopesOf('accounts'),
      allowedScopes: scopesOf('accounts'),
      resources: resourcesOf('accounts'),
      rotateRefreshTokens: true,
      pkce: true,
    },
    builtIn: true,
    position: 3,
  };
}

function workbench(): ApplicationRecord {
  return {
    clientId: 'workbench',
    kind: 'outside',
    name: 'Workbench',
    about: 'For a client library or a script of your own. Its redirect may be on any loopback port.',
    metadata: {
      client_id: 'workbench',
      client_secret: 'workbench-sandbox-secret',
      client_name: 'Workbench',
      // Native, so that the provider ignores the port of the loopback redirect (RFC 8252 §7.3).
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: [
        'authorization_code',
        'refresh_token',
        'client_credentials',
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
      response_types: ['code'],
      redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
    },
    settings: {
      requestedScopes: ['openid', 'profile', ...scopesOf('accounts')],
      allowedScopes: [
        ...IDENTITY_SCOPES,
        ...scopesOf('accounts', 'payments', 'cards'),
        'internal_login',
        ...SCIM_SCOPE_NAMES,
      ],
      resources: resourcesOf('accounts', 'payments', 'cards'),
      rotateRefreshTokens: true,
      pkce: true,
    },
    builtIn: true,
    position: 4,
  };
}

function tv(): ApplicationRecord {
  return {
    clientId: 'tv',
    kind: 'native',
    name: 'Harbour TV',
    about: 'The bank on the television: a device without a keyboard, approved in a browser elsewhere.',
    metadata: {
      client_id: 'tv',
      client_name: 'Harbour TV',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: [],
      redirect_uris: [],
    },
    settings: {
      requestedScopes: ['openid', 'profile', ...scopesOf('accounts')],
      allowedScopes: [...IDENTITY_SCOPES, ...scopesOf('accounts')],
      resources: resourcesOf('accounts'),
      rotateRefreshTokens: true,
      pkce: true,
    },
    builtIn: true,
    position: 5,
  };
}

function directorySync(): ApplicationRecord {
  return {
    clientId: 'directory-sync',
    kind: 'outside',
    name: 'Directory sync',
    about:
      'Keeps the directory in step with the personnel department over SCIM. No person is behind it: it has a token of its own (client credentials).',
    metadata: {
      client_id: 'directory-sync',
      client_secret: 'directory-sync-sandbox-secret',
      client_name: 'Directory sync',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
    settings: {
      requestedScopes: [...SCIM_SCOPE_NAMES],
      allowedScopes: [...SCIM_SCOPE_NAMES],
      resources: [],
      rotateRefreshTokens: true,
      pkce: true,
    },
    builtIn: true,
    position: 6,
  };
}

function signet(urls: AppUrls): ApplicationRecord {
  return {
    clientId: 'signet',
    kind: 'native',
    name: 'Signet',
    about:
      'The bank on the phone with a key of its own: its tokens are bound to the key, and each request comes with a proof of it (DPoP).',
    metadata: {
      client_id: 'signet',
      client_name: 'Signet',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      // RFC 9449 §5.2: the provider gives it no token without a proof.
      dpop_bound_access_tokens: true,
      ...addressMetadata('signet', urls.signet),
    },
    settings: {
      requestedScopes: ['openid', 'profile', ...scopesOf('accounts')],
      allowedScopes: [...IDENTITY_SCOPES, ...scopesOf('accounts')],
      resources: resourcesOf('accounts'),
      rotateRefreshTokens: false,
      pkce: true,
    },
    builtIn: true,
    position: 7,
  };
}
