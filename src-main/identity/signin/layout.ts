import type { KoaContextWithOIDC } from 'oidc-provider';
import { PAGES } from '../provider/routes.ts';
import { html, type Markup } from './html.ts';

/** A page of the provider. */
export interface Page {
  title: string;
  content: Markup;
  /** For pages that explain with tables. */
  wide?: boolean;
  /** Addresses to which sending a form of this page may lead, beside the provider itself. */
  leadsTo?: readonly (string | undefined)[];
  /** The address of the page carries a secret: it is told to nobody, not even to the provider itself. */
  secretAddress?: boolean;
}

/** How the provider introduces itself. */
export interface Brand {
  /** The company whose provider this is. */
  organisation: string;
}

/** Answers with a page: no script, one stylesheet, nothing from elsewhere, never kept by a cache. */
export function sendPage(ctx: KoaContextWithOIDC, brand: Brand, page: Page, status?: number): void {
  if (status !== undefined) ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.set('content-security-policy', contentSecurityPolicy(page.leadsTo ?? []));
  ctx.set('cache-control', 'no-store');
  // Not `no-referrer`: browsers would then hide the origin of our own forms as well.
  ctx.set('referrer-policy', page.secretAddress ? 'strict-origin' : 'same-origin');
  ctx.set('x-content-type-options', 'nosniff');
  ctx.set('x-frame-options', 'DENY');
  ctx.body = renderPage(brand, page);
}

/** The whole document. */
function renderPage(brand: Brand, page: Page): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · ${brand.organisation}</title>
<link rel="stylesheet" href="${PAGES.stylesheet}">
<link rel="icon" href="data:,">
</head>
<body>
<div class="page${page.wide ? ' wide' : ''}">
<header class="brand">${GATE}<div><strong>${brand.organisation}</strong><span>Identity provider of the sandbox</span></div></header>
<main>
${page.content}
</main>
<footer>Everything here stays on this computer.</footer>
</div>
</body>
</html>
`.text;
}

const GATE = html`<svg width="32" height="32" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M3 21V10a9 9 0 0 1 18 0v11"/><path d="M8 21v-9a4 4 0 0 1 8 0v9"/><path d="M12 13v8"/></svg>`;

/**
 * Browsers hold `form-action` against every redirect that follows the sending of a form, so the address of the
 * application must be in it.
 */
function contentSecurityPolicy(leadsTo: readonly (string | undefined)[]): string {
  const targets = leadsTo.flatMap((address) => {
    if (address === undefined || !URL.canParse(address)) return [];
    const url = new URL(address);
    return url.origin === 'null' ? [url.protocol] : [url.origin];
  });
  return [
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    'img-src data:',
    ["form-action 'self'", ...new Set(targets)].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
