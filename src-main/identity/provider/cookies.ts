import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { ProviderSecrets } from './secrets.ts';

/** Cookies of the provider: for its own pages only, signed, out of reach of scripts. */
export function cookies(secrets: ProviderSecrets): NonNullable<Configuration['cookies']> {
  const common = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return { keys: secrets.cookieKeys, long: { ...common, path: '/' }, short: common };
}

const DELETION = /expires=Thu, 01 Jan 1970/i;

/**
 * Takes the expiry off live cookies. It is counted by the virtual clock, but the browser has the real one and would
 * drop a cookie of the past at once; the server alone decides what has expired. Deletions stay as they are.
 */
export async function withoutCookieExpiry(
  ctx: KoaContextWithOIDC,
  next: () => Promise<unknown>,
): Promise<void> {
  await next();
  const lines = ctx.res.getHeader('set-cookie');
  if (!lines) return;
  ctx.set(
    'set-cookie',
    [lines]
      .flat()
      .map(String)
      .map((line) => (DELETION.test(line) ? line : line.replace(/;\s*(?:expires|max-age)=[^;]*/gi, ''))),
  );
}
