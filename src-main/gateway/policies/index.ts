import type { Policy } from '../policy.ts';
import { bodySize } from './body-size.ts';
import { bodyTime } from './body-time.ts';
import { corsPreflight } from './cors-preflight.ts';
import { credentialPlace } from './credential-place.ts';
import { credentialPresent } from './credential-present.ts';
import { credentialScheme } from './credential-scheme.ts';
import { credentialSingle } from './credential-single.ts';
import { credentialSyntax } from './credential-syntax.ts';
import { dpopAddress } from './dpop-address.ts';
import { dpopBinding } from './dpop-binding.ts';
import { dpopFormat } from './dpop-format.ts';
import { dpopKey } from './dpop-key.ts';
import { dpopMethod } from './dpop-method.ts';
import { dpopNonce } from './dpop-nonce.ts';
import { dpopProof } from './dpop-proof.ts';
import { dpopReplay } from './dpop-replay.ts';
import { dpopSignature } from './dpop-signature.ts';
import { dpopTime } from './dpop-time.ts';
import { dpopToken } from './dpop-token.ts';
import { headerCount } from './header-count.ts';
import { introspectionActive } from './introspection-active.ts';
import { introspectionAvailable } from './introspection-available.ts';
import { keysAvailable } from './keys-available.ts';
import { pathEncoding } from './path-encoding.ts';
import { pathSegments } from './path-segments.ts';
import { requestFraming } from './request-framing.ts';
import { requestTarget } from './request-target.ts';
import { routeApi } from './route-api.ts';
import { routeMethod } from './route-method.ts';
import { routeOperation } from './route-operation.ts';
import { routeVersion } from './route-version.ts';
import { scopeRequired } from './scope-required.ts';
import { targetLength } from './target-length.ts';
import { tokenAlgorithm } from './token-algorithm.ts';
import { tokenAudience } from './token-audience.ts';
import { tokenClaims } from './token-claims.ts';
import { tokenExpiry } from './token-expiry.ts';
import { tokenFormat } from './token-format.ts';
import { tokenHeader } from './token-header.ts';
import { tokenIssuedAt } from './token-issued-at.ts';
import { tokenIssuer } from './token-issuer.ts';
import { tokenKey } from './token-key.ts';
import { tokenNotBefore } from './token-not-before.ts';
import { tokenNotRevoked } from './token-not-revoked.ts';
import { tokenSignature } from './token-signature.ts';
import { tokenType } from './token-type.ts';
import { upstreamComplete } from './upstream-complete.ts';
import { upstreamInTime } from './upstream-in-time.ts';
import { upstreamKnown } from './upstream-known.ts';
import { upstreamReachable } from './upstream-reachable.ts';
import { upstreamWellFormed } from './upstream-well-formed.ts';

/** The shape of the request: cheap, and before anything is looked up. */
export const SHAPE: readonly Policy[] = [
  requestFraming,
  headerCount,
  targetLength,
  requestTarget,
  pathEncoding,
  pathSegments,
  bodySize,
];

/** The question that a browser asks before a call; it carries no token (Fetch §3.2.2). */
export const PREFLIGHT: readonly Policy[] = [routeApi, routeVersion, routeOperation, corsPreflight];

/** Which operation is called, by whom, and whether that is allowed. */
export const ACCESS: readonly Policy[] = [
  routeApi,
  routeVersion,
  routeOperation,
  routeMethod,
  credentialSingle,
  credentialPlace,
  credentialPresent,
  credentialScheme,
  credentialSyntax,
  tokenFormat,
  tokenHeader,
  tokenAlgorithm,
  tokenType,
  keysAvailable,
  tokenKey,
  tokenSignature,
  introspectionAvailable,
  introspectionActive,
  tokenIssuer,
  tokenAudience,
  tokenClaims,
  tokenIssuedAt,
  tokenNotBefore,
  tokenExpiry,
  tokenNotRevoked,
  dpopBinding,
  dpopProof,
  dpopFormat,
  dpopSignature,
  dpopMethod,
  dpopAddress,
  dpopNonce,
  dpopTime,
  dpopToken,
  dpopKey,
  dpopReplay,
  scopeRequired,
];

/** All that is decided about a call before it is forwarded. */
export const CALL: readonly Policy[] = [...SHAPE, ...ACCESS];

/** All that is decided about a preflight. */
export const ASK: readonly Policy[] = [...SHAPE, ...PREFLIGHT];

/** How forwarding ended, looked at only when it failed. */
export const FORWARDING: readonly Policy[] = [
  bodySize,
  bodyTime,
  upstreamKnown,
  upstreamReachable,
  upstreamInTime,
  upstreamWellFormed,
  upstreamComplete,
];

/** Every policy once, by its rule. */
export const POLICIES: ReadonlyMap<string, Policy> = new Map(
  [...SHAPE, ...PREFLIGHT, ...ACCESS, ...FORWARDING].map((policy) => [policy.rule, policy]),
);
