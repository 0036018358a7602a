/** What the gateway reads and forwards at most. */
export interface GatewayLimits {
  /** Header lines of a request. */
  readonly headerLines: number;
  /** Length of path and query, bytes. */
  readonly targetBytes: number;
  /** Size of a request's body, bytes. */
  readonly bodyBytes: number;
  /** How long a connection to a backend may take, ms of real time. */
  readonly connectMs: number;
  /** How long the provider may take to answer for keys or introspection, ms of real time. */
  readonly providerMs: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  headerLines: 100,
  targetBytes: 8 * 1024,
  bodyBytes: 32 * 1024 * 1024,
  connectMs: 3_000,
  providerMs: 5_000,
};

/** Algorithms that the gateway accepts, for tokens and for proofs: asymmetric ones alone (RFC 8725 §3.1). */
export const ALLOWED_ALGORITHMS: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** How far the clocks of issuer and gateway may differ, s. They are the same clock here, so not at all. */
export const CLOCK_LEEWAY_S = 0;

/** A proof that carries no nonce may be this old or this far ahead, s (RFC 9449 §11.1). */
export const PROOF_WINDOW_S = 60;
