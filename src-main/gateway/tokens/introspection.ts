import { LRUCache } from 'lru-cache';
import { type JsonObject, jsonObjectSchema } from '../../contract/json.ts';
import type { Clock } from '../../events/clock.ts';
import type { Fetch } from '../../events/dispatcher.ts';
import { SingleFlight } from '../keys/single-flight.ts';

/** An answer is used again for this long, s. Revocation is noticed no later than that. */
export const INTROSPECTION_TTL_S = 10;

/** The gateway's own credential at the provider. */
export interface ClientCredential {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the provider said about a token, or why it said nothing. */
export interface IntrospectionResult {
  /** Undefined: there is no answer. */
  readonly answer: { readonly active: boolean; readonly claims: JsonObject } | undefined;
  readonly error: string | null;
  /** Age of the answer, s; 0 when it was asked for just now. */
  readonly age: number;
}

const answerSchema = jsonObjectSchema.refine(
  (answer) => typeof answer.active === 'boolean',
  'no member active',
);

interface Kept {
  readonly claims: JsonObject;
  readonly at: number;
}

export interface IntrospectionOptions {
  readonly uri: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly credential: () => ClientCredential;
}

/**
 * Asks the provider what an opaque token stands for (RFC 7662). Requests with one token share one question, and the
 * answer is kept for a short while if the token is active; that a token is not active is never kept.
 */
export class Introspection {
  readonly #options: IntrospectionOptions;
  readonly #flight = new SingleFlight<IntrospectionResult>();
  readonly #kept = new LRUCache<string, Kept>({ max: 5_000 });
  #epoch = 0;

  constructor(options: IntrospectionOptions) {
    this.#options = options;
  }

  /** `digest` is the SHA-256 of `token`. Answers at once from what is kept. */
  ask(digest: string, token: string): IntrospectionResult | Promise<IntrospectionResult> {
    const now = this.#options.clock.seconds();
    const kept = this.#kept.get(digest);
    const age = kept ? now - kept.at : 0;
    if (kept && age >= 0 && age < INTROSPECTION_TTL_S) {
      return { answer: { active: true, claims: kept.claims }, error: null, age };
    }
    return this.#flight.run(digest, () => this.#question(digest, token));
  }

  clear(): void {
    this.#epoch += 1;
    this.#flight.forget();
    this.#kept.clear();
  }

  async #question(digest: string, token: string): Promise<IntrospectionResult> {
    const epoch = this.#epoch;
    try {
      const claims = await this.#post(token);
      const active = claims.active === true;
      if (active && epoch === this.#epoch)
        this.#kept.set(digest, { claims, at: this.#options.clock.seconds() });
      return { answer: { active, claims }, error: null, age: 0 };
    } catch (error) {
      return { answer: undefined, error: error instanceof Error ? error.message : String(error), age: 0 };
    }
  }

  async #post(token: string): Promise<JsonObject> {
    const { uri, fetch, timeoutMs, credential } = this.#options;
    const { clientId, clientSecret } = credential();
    // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
    const basic = Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret)}`).toString('base64');
    const response = await fetch(uri, {
      method: 'POST',
      headers: {
        authorization: `Basic ${basic}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }).toString(),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`introspection answered ${response.status}`);
    return answerSchema.parse(await response.json());
  }
}

function formEncode(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}
