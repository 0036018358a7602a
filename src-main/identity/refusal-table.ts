import type { IdpRule } from './rules.ts';

/** A line of the table: an error of the provider's library and the rule behind it. The first that fits counts. */
export interface RefusalEntry {
  rule: IdpRule;
  error?: string;
  /** What description or private detail say. */
  says?: RegExp;
  routes?: readonly string[];
}

const PROTECTED = ['userinfo'];
const REGISTRATION = ['registration', 'client', 'client_update', 'client_delete'];
const LOGOUT = ['end_session', 'end_session_confirm', 'end_session_success'];

/** Proofs of possession (RFC 9449). */
const DPOP: readonly RefusalEntry[] = [
  { rule: 'idp.dpop.nonce', error: 'use_dpop_nonce' },
  { rule: 'idp.dpop.proof', error: 'invalid_dpop_proof' },
  { rule: 'idp.dpop.unique', says: /DPoP proof JWT Replay/ },
  {
    rule: 'idp.dpop.required',
    says: /DPoP proof JWT not provided|missing DPoP proof|`DPoP` header not provided/,
  },
  { rule: 'idp.dpop.binding', says: /jkt verification|does not match dpop_jkt|x5t#S256|proof-of-possession/ },
];

/** Who the application is, and the form of what it sends. */
const CLIENT: readonly RefusalEntry[] = [
  { rule: 'idp.client.known', says: /client not found|unrecognized id_token_hint audience/ },
  { rule: 'idp.client.secret', says: /invalid secret provided/ },
  { rule: 'idp.client.secret-unexpired', says: /client secret .*is expired|client_secret expired/ },
  {
    rule: 'idp.client.authentication-method',
    says: /does not match the registered client authentication method/,
  },
  { rule: 'idp.client.authentication-given', says: /no client authentication mechanism/ },
  {
    rule: 'idp.client.authentication-single',
    says: /authentication must only be provided using one|^client_id mismatch/,
  },
  {
    rule: 'idp.client.authentication-header',
    says: /invalid authorization header value format|not properly encoded|must be provided in the Authorization header/,
    routes: ['token', 'revocation', 'introspection', 'pushed_authorization_request', 'device_authorization'],
  },
  { rule: 'idp.client.assertion', says: /client_assertion|client assertion/ },
  { rule: 'idp.client.assertion', error: 'invalid_client' },
  {
    rule: 'idp.client.grant-type',
    says: /grant type is not allowed|^\S+ is not allowed for this client$/m,
    error: 'invalid_request',
  },
  { rule: 'idp.cors.origin', says: /^origin .* not allowed for client/ },
  { rule: 'idp.request.parameters-once', says: /must not be provided twice/ },
  { rule: 'idp.request.parameters-present', says: /^missing required parameter/ },
  {
    rule: 'idp.request.body',
    says: /request body|content-type bodies|must be a JSON object$/m,
    routes: [
      ...REGISTRATION,
      'token',
      'revocation',
      'introspection',
      'userinfo',
      'pushed_authorization_request',
      'device_authorization',
      'authorization',
      'code_verification',
      ...LOGOUT,
    ],
  },
  { rule: 'idp.request.form-token', says: /xsrf token invalid|could not find (?:device|logout|the form)/ },
];

/** Authorization requests. */
const AUTHORIZATION: readonly RefusalEntry[] = [
  { rule: 'idp.redirect-uri.registered', error: 'invalid_redirect_uri' },
  { rule: 'idp.redirect-uri.registered', says: /redirect_uri did not match/ },
  { rule: 'idp.response-type.supported', error: 'unsupported_response_type' },
  { rule: 'idp.response-type.allowed', says: /response_type is not allowed/ },
  { rule: 'idp.response-mode.supported', error: 'unsupported_response_mode' },
  { rule: 'idp.response-mode.supported', says: /response_mode/ },
  { rule: 'idp.pkce.required', says: /requires PKCE/ },
  { rule: 'idp.pkce.method', says: /code_challenge_method/ },
  { rule: 'idp.pkce.format', says: /^code_(?:challenge|verifier) (?:contains|must)/ },
  { rule: 'idp.scope.syntax', says: /scope contains invalid characters/ },
  { rule: 'idp.scope.openid', says: /openid scope must be requested/ },
  { rule: 'idp.scope.known', says: /requested scope is not known/ },
  { rule: 'idp.scope.allowed', says: /requested scope is not allowed/ },
  { rule: 'idp.scope.granted', says: /no scope was granted/ },
  { rule: 'idp.resource.syntax', says: /must be an absolute URI|must not contain a fragment/ },
  { rule: 'idp.resource.known', says: /resource is not known/ },
  { rule: 'idp.resource.single', says: /only a single (?:resource|audience)/ },
  { rule: 'idp.resource.granted', error: 'invalid_target' },
  { rule: 'idp.request.prompt', says: /prompt (?:none|value)/ },
  { rule: 'idp.request.max-age', says: /invalid max_age/ },
  { rule: 'idp.request.claims', says: /claims parameter|claims\.(?:userinfo|id_token)/ },
  { rule: 'idp.request-object.valid', error: 'invalid_request_object' },
  { rule: 'idp.request-object.valid', says: /Request Object/ },
  { rule: 'idp.request-object.valid', error: 'request_not_supported' },
  { rule: 'idp.request-uri.supported', error: 'request_uri_not_supported' },
  { rule: 'idp.request-uri.supported', says: /request and request_uri parameters/ },
  { rule: 'idp.par.request-uri', error: 'invalid_request_uri' },
  { rule: 'idp.par.required', says: /Pushed Authorization Request must be used/ },
  { rule: 'idp.request.registration', error: 'registration_not_supported' },
  { rule: 'idp.interaction.same-origin', says: /sent by a page of another origin/ },
  { rule: 'idp.interaction.same-session', says: /session mismatch|session principal changed/ },
  {
    rule: 'idp.interaction.known',
    says: /interaction session|authorization request has expired|identifier mismatch|session not found/,
  },
];

/** Logout and registration. */
const MANAGEMENT: readonly RefusalEntry[] = [
  { rule: 'idp.logout.redirect-uri', says: /post_logout_redirect_uri not registered/ },
  { rule: 'idp.logout.id-token-hint', says: /id_token_hint/, routes: LOGOUT },
  { rule: 'idp.request.id-token-hint', says: /id_token_hint/ },
  { rule: 'idp.registration.token', error: 'invalid_token', routes: REGISTRATION },
  { rule: 'idp.registration.token', says: /authorization header|access tokens? must/, routes: REGISTRATION },
  { rule: 'idp.registration.metadata', error: 'invalid_client_metadata' },
];

/** The token endpoint, and what takes tokens. */
const TOKEN: readonly RefusalEntry[] = [
  { rule: 'idp.grant-type.supported', error: 'unsupported_grant_type' },
  { rule: 'idp.code.known', says: /authorization code not found/ },
  { rule: 'idp.code.unexpired', says: /authorization code is expired/ },
  { rule: 'idp.code.unused', says: /authorization code already consumed/ },
  { rule: 'idp.code.redirect-uri', says: /redirect_uri mismatch/ },
  { rule: 'idp.pkce.match', says: /code_verifier/ },
  { rule: 'idp.refresh.known', says: /refresh token not found/ },
  { rule: 'idp.refresh.unexpired', says: /refresh token is expired/ },
  { rule: 'idp.refresh.unused', says: /refresh token already used/ },
  { rule: 'idp.refresh.scope', says: /refresh token missing requested scope/ },
  { rule: 'idp.device.known', says: /device code not found/ },
  { rule: 'idp.device.unexpired', error: 'expired_token' },
  { rule: 'idp.device.unused', says: /device code already consumed/ },
  { rule: 'idp.device.decided', error: 'authorization_pending' },
  { rule: 'idp.device.decided', error: 'slow_down' },
  { rule: 'idp.device.allowed', error: 'access_denied', routes: ['token'] },
  { rule: 'idp.token.presented', says: /no access token provided/ },
  { rule: 'idp.token.presented', says: /access tokens? must|authorization header/, routes: PROTECTED },
  { rule: 'idp.token.scope', says: /token audience prevents/ },
  { rule: 'idp.token.scope', error: 'insufficient_scope' },
  { rule: 'idp.grant.valid', says: /grant not found|grant is expired/ },
  { rule: 'idp.account.usable', says: /account not found|accountId mismatch/ },
  { rule: 'idp.client.same', says: /client mismatch|clientId mismatch/ },
  { rule: 'idp.token.known', error: 'invalid_token' },
  { rule: 'idp.revocation.owner', says: /not authorized to revoke/ },
  { rule: 'idp.token.revocable', error: 'unsupported_token_type' },
  { rule: 'idp.request.claims', says: /acr/, error: 'invalid_request' },
];

/** The person said no, or must act where the application asked for none of that. */
const PERSON: readonly RefusalEntry[] = [
  { rule: 'idp.signin.acr-reachable', error: 'unmet_authentication_requirements' },
  { rule: 'idp.signin.not-cancelled', says: /the sign-in was cancelled/ },
  { rule: 'idp.consent.allowed', error: 'access_denied' },
  { rule: 'idp.prompt.no-session', error: 'login_required' },
  { rule: 'idp.prompt.op-scopes-missing', error: 'consent_required' },
  { rule: 'idp.prompt.native-client-prompt', error: 'interaction_required' },
];

/** From errors of the provider's library to rules. */
export const REFUSALS: readonly RefusalEntry[] = [
  ...DPOP,
  ...MANAGEMENT,
  ...CLIENT,
  ...AUTHORIZATION,
  ...TOKEN,
  ...PERSON,
  { rule: 'idp.registration.permission', routes: REGISTRATION },
];
