declare global {
  /** Where the scroll lock of the component library looks for the nonce of the style element it adds. */
  var __webpack_nonce__: string | undefined;
}

/** The nonce that the host wrote into the page; the policy allows only style elements that carry it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

/** Gives the nonce to the library that locks scrolling behind a dialog. */
export function shareStyleNonce(): void {
  globalThis.__webpack_nonce__ = styleNonce();
}
