import { defineRules } from './rule.ts';

/** Rules about which application asks, and about the form of what it sends. */
export const CLIENT_RULES = defineRules({
  'idp.client.known': {
    title: 'The application is registered.',
    standard: 'RFC 6749 §2.2',
    next: 'Check the client_id, or connect the application first.',
    answer: '401 invalid_client',
  },
  'idp.client.authentication-given': {
    title: 'The application says who it is.',
    standard: 'RFC 6749 §3.2.1',
    next: 'Send client_id, and the secret if the application has one.',
    answer: '400 invalid_request',
  },
  'idp.client.authentication-single': {
    title: 'The application authenticates in one way, and names itself once.',
    standard: 'RFC 6749 §2.3',
    next: 'Send the secret either in the Authorization header or in the body.',
    answer: '400 invalid_request',
  },
  'idp.client.authentication-header': {
    title: 'The Authorization header is well-formed Basic authentication.',
    standard: 'RFC 6749 §2.3.1',
    next: 'Form-encode client_id and secret, join them by a colon, then base64.',
    answer: '400 invalid_request',
  },
  'idp.client.authentication-method': {
    title: 'The application authenticates in the way that it registered.',
    standard: 'RFC 7591 §2',
    next: 'Use the token_endpoint_auth_method that the application is registered with.',
    answer: '401 invalid_client',
  },
  'idp.client.secret': {
    title: 'The client secret is right.',
    standard: 'RFC 6749 §2.3.1',
    next: 'Check the client secret.',
    answer: '401 invalid_client',
  },
  'idp.client.secret-unexpired': {
    title: 'The client secret has not expired.',
    standard: 'RFC 7591 §3.2.1',
    next: 'Give the application a new secret.',
    answer: '400 invalid_client',
  },
  'idp.client.assertion': {
    title: 'The client assertion is a fresh JWT that the application signed for this provider.',
    standard: 'RFC 7523 §3',
    next: 'Sign iss, sub, aud, exp and a new jti with a registered key.',
    answer: '401 invalid_client',
  },
  'idp.client.grant-type': {
    title: 'The application may use this grant type.',
    standard: 'RFC 6749 §5.2',
    next: 'Register the grant type for the application, or use another.',
    answer: '400 invalid_request',
  },
  'idp.client.same': {
    title: 'Codes and tokens are used by the application that they were issued to.',
    standard: 'RFC 6749 §4.1.3',
    next: 'Use the client that the code or token belongs to.',
    answer: '400 invalid_grant',
  },
  'idp.cors.origin': {
    title: 'A page may call the provider from the origin of a registered redirect_uri.',
    standard: 'Fetch §3.2',
    next: 'Register a redirect_uri of that origin.',
    answer: '400 invalid_request',
  },
  'idp.request.parameters-present': {
    title: 'All parameters that the endpoint needs are there.',
    standard: 'RFC 6749 §4.1.1',
    next: 'Add the missing parameters.',
    answer: '400',
  },
  'idp.request.parameters-once': {
    title: 'No parameter is there twice.',
    standard: 'RFC 6749 §3.1',
    next: 'Send each parameter once.',
    answer: '400 invalid_request',
  },
  'idp.request.body': {
    title: 'The body can be read and has the media type that the endpoint takes.',
    standard: 'RFC 6749 §3.2',
    next: 'Send application/x-www-form-urlencoded; registration takes application/json.',
    answer: '400 invalid_request',
  },
  'idp.request.form-token': {
    title: 'The form was opened in this browser before it was sent.',
    standard: 'RFC 6749 §10.12',
    next: 'Open the page again and send the form from there.',
    answer: '400 invalid_request',
  },
  'idp.route.known': {
    title: 'The address is one of the provider’s endpoints, asked with a method that it takes.',
    standard: 'RFC 9110 §15.5.5',
    next: 'Look the endpoint up in the discovery document.',
    answer: '404 invalid_request',
  },
  'idp.sandbox.sound': {
    title: 'The sandbox itself is in order.',
    standard: 'RFC 9110 §15.6.1',
    next: 'Try again. If it happens twice, copy the diagnostics from the settings.',
    answer: '500 server_error',
  },
  'idp.registration.token': {
    title: 'Registration is opened by the initial access token, management by the token of the registration.',
    standard: 'RFC 7591 §3',
    next: 'Send the token in the Authorization header, as Bearer.',
    answer: '401 invalid_token',
  },
  'idp.registration.metadata': {
    title: 'The client metadata is complete and consistent.',
    standard: 'RFC 7591 §3.2.2',
    next: 'Correct the member that the description names.',
    answer: '400 invalid_client_metadata',
  },
  'idp.registration.permission': {
    title: 'The registration may be read and changed by its owner.',
    standard: 'RFC 7592 §2',
    next: 'Send the client_id and, if at all, the client_secret of the registration unchanged.',
    answer: '400 invalid_request',
  },
  'idp.logout.id-token-hint': {
    title: 'The id_token_hint is an ID token of this provider for the application that asks.',
    standard: 'OpenID Connect RP-Initiated Logout §2',
    next: 'Send the ID token of the session, unchanged.',
    answer: '400',
  },
  'idp.logout.redirect-uri': {
    title: 'The post_logout_redirect_uri is registered.',
    standard: 'OpenID Connect RP-Initiated Logout §3',
    next: 'Use a registered post_logout_redirect_uri, letter by letter.',
    answer: '400',
  },
});
