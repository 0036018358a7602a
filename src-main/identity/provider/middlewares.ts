import type { KoaContextWithOIDC } from 'oidc-provider';
import { PAGE_FONT, PAGE_FONT_PATH } from '../../events/page-font.ts';
import type { RunningParts } from '../parts.ts';
import { interactionPages } from '../signin/interaction.ts';
import { STYLESHEET } from '../signin/stylesheet.ts';
import { workflowApi } from '../workflows/api/workflow-api.ts';
import { approvalEndpoints } from '../workflows/custom/http/approval-endpoints.ts';
import { approvalsPage } from '../workflows/custom/http/approvals-page.ts';
import { workflowEndpoints } from '../workflows/custom/http/start-endpoint.ts';
import { accountPages } from '../workflows/pages/account-pages.ts';
import { meEndpoints } from '../workflows/profile/me-endpoints.ts';
import { profilePage } from '../workflows/profile/profile.ts';
import { withoutScripts } from './continuations.ts';
import { withoutCookieExpiry } from './cookies.ts';
import { prefillUserCode } from './device-flow.ts';
import { discoveryOutcome } from './discovery.ts';
import { formTranslation } from './form-translation.ts';
import { introspectionOutcome } from './introspection.ts';
import { revocationOutcome } from './revocation.ts';
import { PAGES, ROUTES } from './routes.ts';
import { lastResort } from './unknown-route.ts';
import { userinfoOutcome } from './userinfo.ts';

type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => Promise<unknown>;

/** What stands around the library's endpoints, from the outside in. */
export function middlewares(parts: RunningParts): Middleware[] {
  return [
    withoutCookieExpiry,
    lastResort(parts),
    ...[
      stylesheet,
      typeface,
      interactionPages(parts),
      accountPages(parts),
      workflowApi(parts),
      approvalsPage(parts),
      profilePage(parts),
      meEndpoints(parts),
      workflowEndpoints(parts),
      approvalEndpoints(parts),
      formTranslation(parts),
      prefillUserCode,
      introspectionOutcome(parts),
      revocationOutcome(parts),
      userinfoOutcome(parts),
      discoveryOutcome(parts),
      withoutScripts(parts),
    ].map(notAtTokenEndpoint),
  ];
}

/** None of these has a say at the token endpoint, which is asked more often than all others. */
function notAtTokenEndpoint(middleware: Middleware): Middleware {
  return (ctx, next) => (ctx.path === ROUTES.token ? next() : middleware(ctx, next));
}

async function stylesheet(ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> {
  if (ctx.path !== PAGES.stylesheet || ctx.method !== 'GET') {
    await next();
    return;
  }
  ctx.type = 'text/css; charset=utf-8';
  ctx.set('cache-control', 'no-cache');
  ctx.set('x-content-type-options', 'nosniff');
  ctx.body = STYLESHEET;
}

async function typeface(ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> {
  if (ctx.path !== PAGE_FONT_PATH || ctx.method !== 'GET') {
    await next();
    return;
  }
  ctx.type = 'font/woff2';
  ctx.set('cache-control', 'public, max-age=86400');
  ctx.set('x-content-type-options', 'nosniff');
  ctx.body = PAGE_FONT;
}
