import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Reason } from '../../contract/events.ts';
import { reason } from '../rules.ts';
import { parameter } from './request-facts.ts';

/**
 * The rules that held before a token was issued, for the grants whose exchange no other event tells of: the library
 * issues nothing before all of them have. The exchange of a code is told by `idp.code.consumed`, a rotation by
 * `idp.refresh.rotated`.
 */
export function grantReasons(ctx: KoaContextWithOIDC | undefined, now: number): Reason[] {
  const client = ctx?.oidc.client;
  if (!ctx || !client) return [];
  const { DeviceCode, RefreshToken, RotatedRefreshToken } = ctx.oidc.entities;
  const known = reason('idp.client.known', 'pass', { path: 'client_id', seen: client.clientId });
  const grantType = parameter(ctx, 'grant_type') ?? '';
  const may = reason('idp.client.grant-type', 'pass', { path: 'grant_type', seen: grantType });
  if (grantType === 'client_credentials') {
    const scope = parameter(ctx, 'scope') ?? null;
    return [known, may, reason('idp.scope.allowed', 'pass', { path: 'scope', seen: scope })];
  }
  if (DeviceCode) {
    return [
      known,
      may,
      reason('idp.client.same', 'pass', { expected: DeviceCode.clientId ?? null, seen: client.clientId }),
      reason('idp.device.unexpired', 'pass', { inputs: { expires: DeviceCode.exp ?? null, now } }),
      reason('idp.device.decided', 'pass', { inputs: { account: DeviceCode.accountId ?? null } }),
      reason('idp.device.allowed', 'pass', { inputs: { account: DeviceCode.accountId ?? null } }),
    ];
  }
  if (RefreshToken && !RotatedRefreshToken) {
    return [
      known,
      reason('idp.refresh.unexpired', 'pass', { inputs: { expires: RefreshToken.exp ?? null, now } }),
      reason('idp.grant.valid', 'pass', { inputs: { grant: RefreshToken.grantId ?? null } }),
    ];
  }
  return [];
}
