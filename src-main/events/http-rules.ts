import type { RuleText } from '../contract/rules.ts';

/** Rules of every listener of the sandbox, before any part looks at what a request means. */
export const HTTP_RULES = {
  'http.host': {
    title: 'The request carries one Host header, and it names this part of the sandbox.',
    standard: 'RFC 9110 §7.4',
    next: 'Use the address that the sandbox prints; another name that leads here is DNS rebinding.',
    answer: '421',
  },
  'http.expectation': {
    title: 'The request expects nothing but 100-continue.',
    standard: 'RFC 9110 §10.1.1',
    next: 'Leave the Expect header out.',
    answer: '417',
  },
  'http.method': {
    title: 'The request does not ask for a tunnel.',
    standard: 'RFC 9110 §9.3.6',
    next: 'Send the request itself; no part of the sandbox is a proxy.',
    answer: '405',
  },
  'http.well-formed': {
    title: 'The bytes are an HTTP/1.1 request.',
    standard: 'RFC 9112 §2.2',
    next: 'Send a well-formed request.',
    answer: '400',
  },
} as const satisfies Record<string, RuleText>;
