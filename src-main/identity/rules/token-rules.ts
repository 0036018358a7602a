import { defineRules } from './rule.ts';

/** Rules of tokens: how they are got, shown, asked about and taken back. */
export const TOKEN_RULES = defineRules({
  'idp.grant-type.supported': {
    title: 'The provider supports the grant type.',
    standard: 'RFC 6749 §5.2',
    next: 'Use authorization_code, refresh_token, client_credentials or the device grant.',
  },
  'idp.code.known': {
    title: 'The authorization code was issued here.',
    standard: 'RFC 6749 §4.1.3',
    next: 'Start the sign-in again; a code is good for one exchange.',
  },
  'idp.code.unexpired': {
    title: 'The authorization code is exchanged before it expires.',
    standard: 'RFC 6749 §4.1.2',
    next: 'Exchange the code within a minute. Start the sign-in again.',
  },
  'idp.code.unused': {
    title: 'The authorization code is used once.',
    standard: 'RFC 6749 §4.1.2',
    next: 'Somebody used the code before; everything issued from it was revoked. Sign in again.',
  },
  'idp.code.redirect-uri': {
    title: 'The redirect_uri of the exchange is that of the authorization request.',
    standard: 'RFC 6749 §4.1.3',
    next: 'Send the very same redirect_uri in both requests.',
  },
  'idp.pkce.match': {
    title: 'The code_verifier gives the code_challenge of the authorization request.',
    standard: 'RFC 7636 §4.6',
    next: 'Send the code_verifier from which the code_challenge was made.',
  },
  'idp.grant.valid': {
    title: 'The consent behind the token stands.',
    standard: 'RFC 6749 §5.2',
    next: 'The consent was revoked or has expired. Sign in again.',
  },
  'idp.account.usable': {
    title: 'The account behind the token exists and may be used.',
    standard: 'RFC 6749 §5.2',
    next: 'Sign in as another person.',
  },
  'idp.refresh.known': {
    title: 'The refresh token was issued here and its session has not ended.',
    standard: 'RFC 6749 §6',
    next: 'Sign in again.',
  },
  'idp.refresh.unexpired': {
    title: 'The refresh token has not expired.',
    standard: 'RFC 6749 §6',
    next: 'Sign in again.',
  },
  'idp.refresh.unused': {
    title: 'A refresh token that was exchanged for a new one does not come back.',
    standard: 'RFC 9700 §4.14.2',
    next: 'Two parties hold the token, so the whole family was revoked. Sign in again.',
  },
  'idp.refresh.unrevoked': {
    title: 'The refresh token was not revoked.',
    standard: 'RFC 7009 §2.1',
    next: 'Sign in again.',
  },
  'idp.refresh.scope': {
    title: 'A refresh asks for no more than was granted.',
    standard: 'RFC 6749 §6',
    next: 'Ask for the granted scopes or fewer; for more, sign in again.',
  },
  'idp.device.known': {
    title: 'The device code was issued here.',
    standard: 'RFC 8628 §3.5',
    next: 'Start again at the device.',
  },
  'idp.device.unexpired': {
    title: 'The device code has not expired.',
    standard: 'RFC 8628 §3.5',
    next: 'Start again at the device.',
  },
  'idp.device.unused': {
    title: 'The device code is used once.',
    standard: 'RFC 8628 §3.5',
    next: 'Start again at the device.',
  },
  'idp.device.decided': {
    title: 'The person has decided on the device.',
    standard: 'RFC 8628 §3.5',
    next: 'Enter the user code in the browser, then ask again.',
  },
  'idp.device.allowed': {
    title: 'The person allows the device.',
    standard: 'RFC 8628 §3.5',
    next: 'Start again at the device.',
  },
  'idp.device.user-code': {
    title: 'The user code is one that a device shows now.',
    standard: 'RFC 8628 §3.3',
    next: 'Type the code as the device shows it; when it has expired, start again at the device.',
  },
  'idp.dpop.proof': {
    title: 'The DPoP proof is a fresh JWT, made for this request and signed by the key inside it.',
    standard: 'RFC 9449 §4.3',
    next: 'Make a new proof with the right htm, htu, iat and jti.',
  },
  'idp.dpop.nonce': {
    title: 'The DPoP proof holds a nonce that the provider gave.',
    standard: 'RFC 9449 §8',
    next: 'Take the nonce from the DPoP-Nonce header and send the request again.',
  },
  'idp.dpop.unique': {
    title: 'A DPoP proof is used once.',
    standard: 'RFC 9449 §11.1',
    next: 'Make a new proof for each request.',
  },
  'idp.dpop.required': {
    title: 'What is bound to a key comes with a DPoP proof.',
    standard: 'RFC 9449 §5',
    next: 'Send a DPoP proof.',
  },
  'idp.dpop.binding': {
    title: 'The DPoP proof is made with the key that the code or token is bound to.',
    standard: 'RFC 9449 §5',
    next: 'Use the same key throughout.',
  },
  'idp.token.presented': {
    title: 'An access token comes with the request, in the Authorization header.',
    standard: 'RFC 6750 §2.1',
    next: 'Send Authorization: Bearer and the access token (DPoP for bound tokens).',
  },
  'idp.token.known': {
    title: 'The token was issued here and is still kept.',
    standard: 'RFC 7662 §2.2',
    next: 'Get a new token.',
  },
  'idp.token.signature': {
    title: 'A signed token carries a signature of this provider.',
    standard: 'RFC 7515 §5.2',
    next: 'The token was altered or is not of this provider. Get a new one.',
  },
  'idp.token.unexpired': {
    title: 'The token has not expired.',
    standard: 'RFC 7662 §2.2',
    next: 'Get a new token.',
  },
  'idp.token.unrevoked': {
    title: 'The token was not revoked.',
    standard: 'RFC 7009 §2.1',
    next: 'Sign in again.',
  },
  'idp.token.session': {
    title: 'The session at the provider that the token is bound to has not ended.',
    standard: 'OpenID Connect Core §11',
    next: 'Sign in again; ask for offline_access to keep tokens beyond the session.',
  },
  'idp.token.audience': {
    title: 'The token is meant for this endpoint.',
    standard: 'RFC 8707 §2',
    next: 'A token for an API does not open userinfo; ask for one without a resource.',
  },
  'idp.token.scope': {
    title: 'The token has the scope that the endpoint needs.',
    standard: 'RFC 6750 §3.1',
    next: 'Ask for the scope openid at sign-in.',
  },
  'idp.introspection.caller': {
    title: 'The application that asks may hear about the token.',
    standard: 'RFC 7662 §2.1',
    next: 'Public applications hear about their own tokens only; ask as a confidential one.',
  },
  'idp.revocation.owner': {
    title: 'A token is revoked by the application that it was issued to.',
    standard: 'RFC 7009 §2.1',
    next: 'Revoke it as that application.',
  },
  'idp.token.revocable': {
    title: 'The token is an access token or a refresh token.',
    standard: 'RFC 7009 §2.2.1',
    next: 'Revoke the access token or the refresh token instead.',
  },
});
