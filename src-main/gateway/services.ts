import type { DpopNonces } from '../events/dpop/nonces.ts';
import type { ReplayMemory } from '../events/dpop/replay-memory.ts';
import type { IssuedToken } from '../store/issued-tokens.ts';
import type { JwksCache } from './keys/jwks-cache.ts';
import type { GatewayLimits } from './limits.ts';
import type { RouteTable } from './routes/route-table.ts';
import type { Introspection } from './tokens/introspection.ts';
import type { VerifiedTokens } from './tokens/verified-tokens.ts';

/** What people can switch at the gateway. Read anew for each request. */
export interface GatewaySettings {
  /** Ask the register whether a token was revoked. Off shows the gap of real deployments. */
  readonly revocationLookup: boolean;
  /** Demand a nonce in each DPoP proof (RFC 9449 §9). Otherwise only a proof from another time needs one. */
  readonly requireDpopNonce?: boolean;
}

/** The part of the register of issued tokens that the gateway reads. */
export interface TokenRegister {
  byJti(jti: string): IssuedToken | undefined;
  byHandle(handle: string): IssuedToken | undefined;
}

/** What the rules may ask while they gather their inputs. */
export interface GatewayServices {
  /** The compiled APIs; replaced when the configuration changes. */
  routes: RouteTable;
  readonly issuer: string;
  readonly limits: GatewayLimits;
  readonly keys: JwksCache;
  readonly introspection: Introspection;
  readonly verified: VerifiedTokens;
  readonly nonces: DpopNonces;
  readonly replays: ReplayMemory;
  readonly register: TokenRegister;
  readonly settings: () => GatewaySettings;
  /** Origins of the pages that may call APIs from a browser. */
  readonly corsOrigins: () => ReadonlySet<string>;
  /** The log's handle of an access token. */
  readonly handleOf: (token: string) => string;
}
