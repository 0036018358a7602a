import { defineRules } from './rule.ts';

/** Rules of authorization requests: front channel, pushed, and of devices. */
export const AUTHORIZATION_RULES = defineRules({
  'idp.redirect-uri.registered': {
    title: 'The redirect_uri is one of those that the application registered.',
    standard: 'RFC 6749 §3.1.2.3',
    next: 'Use a registered redirect_uri, letter by letter. Only native applications may choose the port of a loopback address.',
  },
  'idp.response-type.supported': {
    title: 'The provider supports the response_type.',
    standard: 'RFC 6749 §3.1.1',
    next: 'Use response_type=code. Tokens in the address bar are a thing of the past (RFC 9700 §2.1.2).',
  },
  'idp.response-type.allowed': {
    title: 'The application may use the response_type.',
    standard: 'RFC 6749 §4.1.2.1',
    next: 'Use a response_type that the application registered.',
  },
  'idp.response-mode.supported': {
    title: 'The provider supports the response_mode and it suits the response_type.',
    standard: 'OAuth 2.0 Multiple Response Types §2.1',
    next: 'Leave response_mode out, or use query or form_post.',
  },
  'idp.pkce.required': {
    title: 'A request that needs PKCE brings a code_challenge.',
    standard: 'RFC 7636 §4.4.1',
    next: 'Send code_challenge and code_challenge_method=S256; public clients must (RFC 9700 §2.1.1).',
  },
  'idp.pkce.method': {
    title: 'The code_challenge comes with the method S256.',
    standard: 'RFC 7636 §4.3',
    next: 'Send code_challenge_method=S256 together with code_challenge.',
  },
  'idp.pkce.format': {
    title: 'Challenge and verifier have 43 to 128 unreserved characters.',
    standard: 'RFC 7636 §4.1',
    next: 'Make the verifier from 32 random bytes in base64url, and the challenge from its SHA-256.',
  },
  'idp.scope.syntax': {
    title: 'The scope is a list of words with single spaces between them.',
    standard: 'RFC 6749 §3.3',
    next: 'Separate scopes by one space and use no quotes.',
  },
  'idp.scope.known': {
    title: 'Every scope is known here.',
    standard: 'RFC 6749 §3.3',
    next: 'Ask for identity scopes (openid, profile, email…) or for scopes of one of the APIs.',
  },
  'idp.scope.allowed': {
    title: 'The application may ask for every one of these scopes.',
    standard: 'RFC 6749 §4.1.2.1',
    next: 'Ask for fewer scopes, or have the application allowed to ask for more.',
  },
  'idp.scope.openid': {
    title: 'What belongs to OpenID Connect comes with the scope openid.',
    standard: 'OpenID Connect Core §3.1.2.1',
    next: 'Add openid to the scope, or leave those parameters out.',
  },
  'idp.scope.granted': {
    title: 'At least one scope was granted.',
    standard: 'RFC 6749 §3.3',
    next: 'Ask for a scope that the person can allow.',
  },
  'idp.resource.syntax': {
    title: 'A resource indicator is an absolute URI without a fragment.',
    standard: 'RFC 8707 §2',
    next: 'Use the resource indicator of the API as it is listed.',
  },
  'idp.resource.known': {
    title: 'The resource indicator is that of an API behind the gateway.',
    standard: 'RFC 8707 §2',
    next: 'Use the resource indicator of one of the APIs.',
  },
  'idp.resource.single': {
    title: 'One access token is for one resource.',
    standard: 'RFC 8707 §2.2',
    next: 'Name one resource in the token request; use the refresh token to get a token for another.',
  },
  'idp.resource.granted': {
    title: 'The resource of the token is among those of the grant.',
    standard: 'RFC 8707 §2.2',
    next: 'Name the resource in the authorization request already.',
  },
  'idp.request.prompt': {
    title: 'The prompt is one that the provider knows, and "none" stands alone.',
    standard: 'OpenID Connect Core §3.1.2.1',
    next: 'Use login, consent or none.',
  },
  'idp.request.max-age': {
    title: 'The max_age is a whole number of seconds.',
    standard: 'OpenID Connect Core §3.1.2.1',
    next: 'Send max_age as a number, 0 or more.',
  },
  'idp.request.claims': {
    title: 'The claims parameter is JSON of the shape that the standard gives.',
    standard: 'OpenID Connect Core §5.5',
    next: 'Send a JSON object with the members userinfo or id_token.',
  },
  'idp.request.id-token-hint': {
    title: 'The id_token_hint is an ID token that this provider gave to the application.',
    standard: 'OpenID Connect Core §3.1.2.1',
    next: 'Send an ID token of this provider, unchanged.',
  },
  'idp.request-object.valid': {
    title: 'The request object is a JWT that the application signed, and it agrees with the request.',
    standard: 'RFC 9101 §6.2',
    next: 'Sign the request with a registered key and algorithm, and repeat client_id unchanged.',
  },
  'idp.request-uri.supported': {
    title: 'A request_uri comes from a pushed authorization request.',
    standard: 'RFC 9101 §5.2',
    next: 'Push the request to the PAR endpoint (RFC 9126) and use the request_uri of the answer.',
  },
  'idp.par.request-uri': {
    title: 'The request_uri is known, has not expired and was not used before.',
    standard: 'RFC 9126 §2.2',
    next: 'Push the request again and use the new request_uri within a minute, once.',
  },
  'idp.par.required': {
    title: 'An application that must push its requests does so.',
    standard: 'RFC 9126 §5',
    next: 'Push the request to the PAR endpoint first.',
  },
  'idp.request.registration': {
    title: 'Requests do not register the application in passing.',
    standard: 'OpenID Connect Core §7.2.1',
    next: 'Register the application at the registration endpoint.',
  },
});
