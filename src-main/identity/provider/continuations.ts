import type { KoaContextWithOIDC } from 'oidc-provider';
import type { IdentityParts } from '../parts.ts';
import { sendPage } from '../signin/layout.ts';
import { switchPersonPage } from '../signin/logout-pages.ts';
import { ROUTES } from './routes.ts';

const CONFIRM = `${ROUTES.end_session}/confirm`;

/**
 * Twice the library goes on to its logout endpoint by a page that sends itself with a script. Without scripts: where
 * nobody is signed in there is nothing to confirm, and where another person has signed in a page of ours says so.
 */
export function withoutScripts(parts: IdentityParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    await next();
    if (!leadsToLogout(ctx)) return;
    const { session } = ctx.oidc;
    const state = session?.state ?? {};
    if (ctx.oidc.route === 'end_session') {
      ctx.redirect(target(ctx, state));
      ctx.status = 303;
    } else {
      const page = switchPersonPage({
        action: CONFIRM,
        xsrf: String(state.secret ?? ''),
        from: nameOf(parts, session?.accountId),
        to: nameOf(parts, ctx.oidc.entities.Interaction?.result?.login?.accountId),
      });
      sendPage(ctx, parts.brand, page);
    }
  };
}

/** The library has checked the address and put it into the session (OpenID Connect RP-Initiated Logout §3). */
function target(ctx: KoaContextWithOIDC, state: Record<string, unknown>): string {
  if (typeof state.postLogoutRedirectUri !== 'string') return ctx.oidc.urlFor('end_session_success');
  const url = new URL(state.postLogoutRedirectUri);
  if (typeof state.state === 'string') url.searchParams.set('state', state.state);
  return url.href;
}

function leadsToLogout(ctx: KoaContextWithOIDC): boolean {
  if (!['end_session', 'resume', 'device_resume'].includes(ctx.oidc?.route ?? '')) return false;
  return (
    typeof ctx.body === 'string' && ctx.body.includes(`action="${ctx.oidc.urlFor('end_session_confirm')}"`)
  );
}

const nameOf = ({ accounts }: IdentityParts, id: string | undefined): string =>
  accounts.get(id ?? '')?.name ?? 'nobody';
