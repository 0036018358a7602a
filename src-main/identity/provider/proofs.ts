import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify, EmbeddedJWK, errors } from 'jose';
import { z } from 'zod';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Core } from '../../events/core.ts';
import { DpopNonces } from '../../events/dpop/nonces.ts';
import { ReplayMemory } from '../../events/dpop/replay-memory.ts';

/** Whether a request speaks DPoP (RFC 9449 §7.1). */
export const speaksDpop = (authorization: string | undefined): boolean =>
  /^dpop\b/i.test(authorization ?? '');

/** Algorithms for proofs: asymmetric ones alone (RFC 9449 §4.2). */
export const PROOF_ALGORITHMS = ['ES256', 'ES384', 'ES512', 'PS256', 'RS256', 'EdDSA', 'Ed25519'];

const proofSchema = z.object({
  jti: z.string().min(1),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  ath: z.string(),
  nonce: z.string().optional(),
});
type Proof = z.infer<typeof proofSchema> & { thumbprint: string };

/** A request with a token that is bound to a key. */
export interface BoundRequest {
  method: string;
  /** Address without query and fragment. */
  address: string;
  token: string;
  /** Thumbprint of the key (RFC 7638). */
  jkt: string;
  /** The `DPoP` header. */
  proof: string | string[] | undefined;
}

/** What is wrong with a proof: `nonce`, the client is to try again with the nonce of the answer; else `unsound`. */
export interface ProofFault {
  kind: 'unsound' | 'nonce';
  /** For the client. */
  detail: string;
  /** What the rule looked at. */
  about: { path: string; expected?: Json; seen?: Json; inputs: JsonObject };
}

/**
 * Judges DPoP proofs for the provider's own resources (RFC 9449 §4.3). Each has to carry a nonce, as at the token
 * endpoint: clients have the real clock, and a nonce carries the sandbox's time into their proofs.
 */
export class Proofs {
  readonly #nonces: DpopNonces;
  readonly #used = new ReplayMemory();

  constructor(core: Core) {
    this.#nonces = new DpopNonces(core.clock);
    core.store.onReplaced(() => this.#used.clear());
  }

  /** The nonce for the next proof. */
  nonce(): string {
    return this.#nonces.current();
  }

  /** What is wrong with the proof of a request; undefined: it shows that the client has the key of its token. */
  async judge({ proof: given, ...request }: BoundRequest): Promise<ProofFault | undefined> {
    if (typeof given !== 'string' || given === '')
      return unsound('DPoP', 'The request carries no DPoP proof.');
    const proof = await verified(given);
    if (!proof) return unsound('proof', 'The DPoP header is not a signed proof of RFC 9449 §4.2.');
    const hash = createHash('sha256').update(request.token).digest('base64url');
    const expected: [string, string, string][] = [
      ['htm', proof.htm, request.method],
      ['htu', normalised(proof.htu), normalised(request.address)],
      ['ath', proof.ath, hash],
      ['jwk', proof.thumbprint, request.jkt],
    ];
    for (const [path, seen, wanted] of expected)
      if (seen !== wanted)
        return {
          kind: 'unsound',
          detail: `The proof was made for another ${MEANS[path]}.`,
          about: { path: `proof.${path}`, expected: wanted, seen, inputs: { member: path } },
        };
    const nonce = proof.nonce ?? '';
    if (!this.#nonces.accepts(nonce))
      return {
        kind: 'nonce',
        detail: 'The proof needs the nonce that comes with this answer.',
        about: { path: 'proof.nonce', inputs: { nonce: nonce === '' ? 'none' : 'given' } },
      };
    // Last, so that only a proof which is right in all else is marked as used.
    return this.#used.use(proof.thumbprint, proof.jti)
      ? unsound('proof.jti', 'The proof was used before; each request needs its own.')
      : undefined;
  }
}

const MEANS: Readonly<Record<string, string>> = {
  htm: 'method',
  htu: 'address',
  ath: 'token',
  jwk: 'key',
};

const unsound = (path: string, detail: string): ProofFault => ({
  kind: 'unsound',
  detail,
  about: { path, inputs: { proof: path } },
});

async function verified(given: string): Promise<Proof | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(given, EmbeddedJWK, {
      algorithms: PROOF_ALGORITHMS,
    });
    const { typ, jwk } = protectedHeader;
    const claims = proofSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    if (typ === 'dpop+jwt' && jwk && claims.success)
      return { ...claims.data, thumbprint: await calculateJwkThumbprint(jwk) };
  } catch (error) {
    // Whatever is wrong with a stranger's JWT, it is not a proof.
    if (
      !(error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) &&
      !(error instanceof Error && error.name === 'DataError')
    )
      throw error;
  }
  return undefined;
}

/** Without query and fragment, and with what the syntax leaves open decided (RFC 9449 §4.3). */
function normalised(address: string): string {
  if (!URL.canParse(address)) return address;
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}
