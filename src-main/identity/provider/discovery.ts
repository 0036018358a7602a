import type { KoaContextWithOIDC } from 'oidc-provider';
import type { IdentityParts } from '../parts.ts';

/** Lets the discovery document name the scopes of the APIs too (RFC 8414 §2): the library knows its own only. */
export function discoveryOutcome({ apis }: IdentityParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    await next();
    if (ctx.oidc?.route !== 'discovery' || ctx.status !== 200) return;
    const metadata = ctx.body as { scopes_supported?: string[] };
    const ofApis = apis.all().flatMap((api) => api.definition.scopes.map((scope) => scope.name));
    ctx.body = { ...metadata, scopes_supported: [...(metadata.scopes_supported ?? []), ...ofApis] };
  };
}
