/** Pages of the provider at which a code of a link is used. */
export const CODE_PAGES = { confirm: '/account/confirm', password: '/account/password' } as const;

/** The address that a message carries for a code: where a password is chosen, or where an address is confirmed. */
export function codeLink(issuer: string, scenario: string, secret: string): string {
  const page = /PASSWORD|PW_/.test(scenario) ? CODE_PAGES.password : CODE_PAGES.confirm;
  return `${issuer}${page}?confirmation=${encodeURIComponent(secret)}`;
}
