import { z } from 'zod';
import type { Core } from '../../../events/core.ts';
import { type ApiRecord, Apis } from '../../../store/apis.ts';
import { type ApiAnswer, type ApiCall, describeAnswer, describeFailure } from '../shared/api-answer.js';
import { viewOf } from '../shared/tables.js';
import type { Holdings, StolenSecret } from './holdings.ts';
import { withOwnProof } from './own-proof.ts';

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string().optional() });
const refusalSchema = z.object({ error: z.string(), error_description: z.string().optional() });

/** Whether she sends a proof with it, which she can sign with a key of her own only (RFC 9449). */
export type Proof = 'none' | 'own';

/** The API that Mallory is after: the one whose access token she asks for. */
const TARGET = 'accounts';

/**
 * What Mallory does with what she holds: the very requests that the application would send. She knows the client id and
 * the redirect address, which are no secrets, and has nothing that never left the application.
 */
export class Thief {
  readonly #apis: Apis;
  readonly #issuer: string;
  readonly #gatewayUrl: string;
  readonly #fetch: ReturnType<Core['dispatcher']['fetchAs']>;

  constructor(core: Core, issuer: string, gatewayUrl: string) {
    this.#apis = new Apis(core.store);
    this.#issuer = issuer;
    this.#gatewayUrl = gatewayUrl;
    this.#fetch = core.dispatcher.fetchAs('app:notebook');
  }

  /** Redeems a code (RFC 6749 §4.1.3) or uses a refresh token (§6) as the application it was issued to. */
  async spend(holdings: Holdings, secret: StolenSecret, proof: Proof): Promise<Holdings> {
    const resource = this.#apis.get(TARGET)?.definition.resource ?? '';
    const parameters: Record<string, string> =
      secret.kind === 'code'
        ? { grant_type: 'authorization_code', code: secret.value, redirect_uri: secret.redirectUri ?? '' }
        : { grant_type: 'refresh_token', refresh_token: secret.value };
    const url = `${this.#issuer}/token`;
    const body = new URLSearchParams({ ...parameters, client_id: secret.client, resource }).toString();
    const send = (headers: Record<string, string>) =>
      this.#fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body,
      });
    const response =
      proof === 'own'
        ? await withOwnProof({ method: 'POST', url }, (dpop) => send({ dpop }))
        : await send({});
    const answer: unknown = await response.json();
    const tokens = tokensSchema.safeParse(answer);
    const call = { api: 'idp', method: 'POST', path: '/token', status: response.status };
    if (!tokens.success) {
      const { error, error_description } = refusalSchema.parse(answer);
      const text = `The provider gave nothing: ${error_description ?? 'without a reason'}.`;
      return { ...holdings, last: { ...call, ok: false, title: 'Refused', text, error } };
    }
    const { access_token: token, refresh_token } = tokens.data;
    const text = `An access token for ${secret.owner}’s accounts, and ${refresh_token === undefined ? 'no' : 'a'} refresh token.`;
    return {
      ...holdings,
      secrets: refresh_token === undefined ? holdings.secrets : kept(holdings.secrets, secret, refresh_token),
      access: { ...holdings.access, [resource]: { token, client: secret.client } },
      last: { ...call, ok: true, title: 'The provider gave tokens', text },
    };
  }

  /** Calls an API through the gateway with the token that she got. */
  async call(holdings: Holdings, call: ApiCall, proof: Proof): Promise<Holdings> {
    const api = this.#apis.get(call.api);
    const token = api && holdings.access[api.definition.resource]?.token;
    if (!api || token === undefined) {
      const text = 'There is no access token for this API in the notebook. Redeem a code first.';
      return { ...holdings, last: describeFailure(call, 'no_token', text) };
    }
    const { answer, content } = await this.#send(api, call, token, proof);
    const view = viewOf(call.api, call.method, call.path);
    const { [view]: _, ...others } = holdings.data;
    return { ...holdings, data: answer.ok ? { ...others, [view]: content } : others, last: answer };
  }

  async #send(api: ApiRecord, call: ApiCall, token: string, proof: Proof) {
    const url = `${this.#gatewayUrl}/${api.id}/${api.version}${call.path}`;
    const { method } = call;
    const send = (headers: Record<string, string>) =>
      this.#fetch(url, { method, headers: { accept: 'application/json', ...headers } });
    const response =
      proof === 'own'
        ? await withOwnProof({ method, url, token }, (dpop) => send({ authorization: `DPoP ${token}`, dpop }))
        : await send({ authorization: `Bearer ${token}` });
    const content = z.json().parse(await response.json());
    const answer: ApiAnswer = describeAnswer(call, {
      status: response.status,
      wwwAuthenticate: response.headers.get('www-authenticate'),
      body: content,
    });
    return { answer, content };
  }
}

/** With a refresh token in the place of what it was got with: the code is spent, and a rotated token too. */
function kept(secrets: readonly StolenSecret[], spent: StolenSecret, refreshToken: string): StolenSecret[] {
  return secrets.map((held) => {
    if (held.id !== spent.id || held.value === refreshToken) return held;
    const how = held.kind === 'code' ? 'with the stolen code' : held.how;
    return { ...held, kind: 'refresh_token', value: refreshToken, how };
  });
}
