import { randomBytes } from 'node:crypto';

/** A fresh nonce for one delivery of the page (CSP Level 3 §7.1: at least 128 bits, never reused). */
export function createNonce(): string {
  return randomBytes(18).toString('base64');
}

/**
 * The content security policy of the user interface: nothing but its own files. Styles that the component library
 * makes at run time carry the nonce; pictures of persona browsers arrive as data: addresses.
 *
 * @param connect further sources for connections; the desktop window needs none, since it speaks over IPC
 */
export function contentSecurityPolicy(nonce: string, connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The headers that go with every file of the user interface. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Puts the nonce where the page's source has its place for it. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll('__CSP_NONCE__', nonce);
}
