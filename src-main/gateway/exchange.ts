import { hash } from 'node:crypto';
import type { JsonObject } from '../contract/json.ts';
import { type DecodedProof, decodeProof, type ProofSignature } from './dpop/proof.ts';
import type { KeyLookup } from './keys/jwks-cache.ts';
import type { UpstreamFailure } from './proxy/failure.ts';
import type { RequestFacts } from './request-facts.ts';
import { analysePath, type PathAnalysis } from './routes/path.ts';
import type { RouteMatch } from './routes/route-table.ts';
import type { GatewayServices } from './services.ts';
import { type Credential, parseCredential } from './tokens/credential.ts';
import type { IntrospectionResult } from './tokens/introspection.ts';
import { type DecodedJwt, decodeJwt } from './tokens/jwt.ts';
import type { VerifiedToken } from './tokens/verified-tokens.ts';

/**
 * Everything that is known about one request while its rules look at it. Facts are worked out when a rule first needs
 * them; what must be asked of others is set by the rule that asks.
 */
export class Exchange {
  readonly request: RequestFacts;
  readonly services: GatewayServices;
  /** Virtual now, s: one moment for all rules of this request. */
  readonly now: number;
  /** Claims that may be believed: the signature was found right, or the provider vouched for them. */
  claims: JsonObject | undefined;
  keyLookup: KeyLookup | undefined;
  /** What the provider said about an opaque token. */
  introspection: IntrospectionResult['answer'];
  proofSignature: ProofSignature | undefined;
  /** Bytes of the body that have passed. */
  receivedBytes = 0;
  upstreamFailure: UpstreamFailure | undefined;
  #analysis: PathAnalysis | undefined;
  #match: RouteMatch | undefined;
  #credential: Credential | undefined;
  #jwt: DecodedJwt | undefined;
  /** Null: looked for and not found. */
  #cached: VerifiedToken | null | undefined;
  #handle: string | undefined;
  #digest: string | undefined;
  #proof: DecodedProof | undefined;

  /** `earlier` is one that this one repeats: what was found out about it holds here too. */
  constructor(request: RequestFacts, services: GatewayServices, now: number, earlier?: Exchange) {
    this.request = request;
    this.services = services;
    this.now = now;
    if (!earlier) return;
    this.claims = earlier.claims;
    this.#analysis = earlier.#analysis;
    this.#match = earlier.#match;
    this.#credential = earlier.#credential;
    this.#cached = earlier.#cached;
    this.#handle = earlier.#handle;
    this.#digest = earlier.#digest;
  }

  get path(): PathAnalysis {
    this.#analysis ??= analysePath(this.request.target.rawPath);
    return this.#analysis;
  }

  /** Where the path leads; undefined while the path is not one that the gateway reads. */
  get match(): RouteMatch | undefined {
    if (!this.#match && this.path.ok) this.#match = this.services.routes.match(this.path.path);
    return this.#match;
  }

  /** The operation that the request asks for, when there is one; GET stands in for HEAD. */
  get operation() {
    const operations = this.match?.resource?.operations;
    const { method } = this.request;
    return operations?.get(method) ?? (method === 'HEAD' ? operations?.get('GET') : undefined);
  }

  get credential(): Credential | undefined {
    const header = this.request.authorizations[0];
    if (!this.#credential && header !== undefined) this.#credential = parseCredential(header);
    return this.#credential;
  }

  /** Which format the API's tokens have; undefined before the API is known. */
  get tokenFormat(): 'jwt' | 'opaque' | undefined {
    return this.match?.route?.api.definition.tokenFormat;
  }

  /** The JWT in the credential, taken apart; undefined where the API takes opaque tokens, or it was verified before. */
  get jwt(): DecodedJwt | undefined {
    if (!this.#jwt && !this.cached && this.tokenFormat === 'jwt' && this.credential)
      this.#jwt = decodeJwt(this.credential.token);
    return this.#jwt;
  }

  /** The token, when its signature was verified at an earlier request and the keys are still known to be the same. */
  get cached(): VerifiedToken | undefined {
    if (this.#cached === undefined) {
      const { keys, verified } = this.services;
      const usable = this.tokenFormat === 'jwt' && this.credential?.wellFormed && keys.fresh;
      this.#cached = (usable && verified.get(this.digest)) || null;
    }
    return this.#cached ?? undefined;
  }

  /** The handle of the token in the log. */
  get handle(): string {
    this.#handle ??= this.cached?.handle ?? this.services.handleOf(this.credential?.token ?? '');
    return this.#handle;
  }

  /** SHA-256 of the token in base64url: the key of caches, and what `ath` must be (RFC 9449 §4.2). */
  get digest(): string {
    this.#digest ??= hash('sha256', this.credential?.token ?? '', 'base64url');
    return this.#digest;
  }

  get proof(): DecodedProof | undefined {
    const raw = this.request.proofs[0];
    if (!this.#proof && raw !== undefined) this.#proof = decodeProof(raw);
    return this.#proof;
  }

  /** The address of the request without query, as a proof must name it (RFC 9449 §4.2, `htu`). */
  get address(): string {
    const path = this.path.ok ? this.path.path : this.request.target.rawPath;
    return `http://${this.request.hosts[0] ?? ''}${path}`;
  }
}
