import type { RuleText } from '../contract/rules.ts';

/** Rules of the address that serves the user interface, and of the persona browsers. */
export const HOST_RULES = {
  'request.host-refused': {
    title: 'The request names this machine’s own loopback address.',
    standard: 'RFC 9110 §7.4',
    next: 'Use the address that Gatehouse printed when it started.',
    answer: '421 request.host-refused',
  },
  'request.origin-refused': {
    title: 'The call comes from the user interface itself, not from a page of another origin.',
    standard: 'RFC 6454 §7.2',
    next: 'Use the address that Gatehouse printed when it started.',
    answer: '403 request.origin-refused',
  },
  'request.secret-refused': {
    title: 'The call carries the secret of this run.',
    standard: 'RFC 9110 §15.5.2',
    next: 'Open the address that Gatehouse printed when it last started.',
    answer: '401 request.secret-refused',
  },
  'request.method-refused': {
    title: 'The address takes the method.',
    standard: 'RFC 9110 §15.5.6',
    next: 'Use one of the methods that the Allow header names.',
    answer: '405 request.method-refused',
  },
  'request.not-found': {
    title: 'The path is plain: it does not try to leave the folder of the user interface.',
    standard: 'RFC 3986 §6.2.2.3',
    next: 'Open the address that Gatehouse printed when it started.',
    answer: '404 request.not-found',
  },
  'request.type-refused': {
    title: 'A call is sent as application/json.',
    standard: 'RFC 9110 §15.5.16',
    next: 'Send Content-Type: application/json.',
    answer: '415 request.type-refused',
  },
  'request.json-invalid': {
    title: 'A call is JSON.',
    standard: 'RFC 8259 §2',
    next: 'Send one JSON object with method and params.',
    answer: '400 request.json-invalid',
  },
  'request.too-long': {
    title: 'A call is no longer than 1 MiB.',
    standard: 'RFC 9110 §15.5.14',
    next: 'Send less at once.',
    answer: '413 request.too-long',
  },
  'request.expectation-refused': {
    title: 'The request expects nothing but 100-continue.',
    standard: 'RFC 9110 §10.1.1',
    next: 'Leave the Expect header out.',
    answer: '417 request.expectation-refused',
  },
  'request.header-too-long': {
    title: 'The header of the request is no longer than 16 KiB.',
    standard: 'RFC 6585 §5',
    next: 'Send less.',
    answer: '431 request.header-too-long',
  },
  'request.malformed': {
    title: 'The bytes are an HTTP/1.1 request.',
    standard: 'RFC 9112 §2.2',
    next: 'Send a well-formed request.',
    answer: '400 request.malformed',
  },
  'request.binary': {
    title: 'Messages of the event stream are text.',
    standard: 'RFC 6455 §5.6',
    next: 'Send JSON as text.',
    answer: '4400 request.binary',
  },
  'persona.navigation.loopback': {
    title: 'A persona’s browser stays inside of the sandbox.',
    standard: 'RFC 8252 §8.3',
    next: 'Open addresses of the sandbox’s own provider, applications and gateway.',
    answer: 'a page in the persona’s browser',
  },
} as const satisfies Record<string, RuleText>;
