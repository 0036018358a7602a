import { GatehouseError } from '../contract/errors.ts';
import type { JsonObject } from '../contract/json.ts';
import type { MethodParams } from '../contract/methods.ts';
import type { Core } from '../events/core.ts';
import { Apis } from '../store/apis.ts';
import { IssuedTokens } from '../store/issued-tokens.ts';

type Input = MethodParams<'requests.send'>;
type Last = Extract<Input['token'], { kind: 'last' }>;

/** The token to send with a request, and the application that it was issued to where that is known. */
export interface ChosenToken {
  value: string;
  client?: string;
}

/** Finds the token that a request asks for. Throws `request.no-token` when no such token was issued. */
export function chooseToken(core: Core, input: Input, resource: string): ChosenToken | undefined {
  const { token } = input;
  if (token.kind === 'none') return undefined;
  if (token.kind === 'raw') {
    const revealed = token.value.startsWith('‹') ? core.vault.reveal(token.value)?.value : token.value;
    return { value: revealed ?? token.value };
  }
  const newest = newestToken(core, input.persona, token, resource);
  const value = newest && core.vault.reveal(newest.handle)?.value;
  if (!newest || !value) throw noToken(input.persona);
  return { value: token.alter ? altered(value, token.alter) : value, client: newest.client };
}

function newestToken(core: Core, persona: string, { client, api, type }: Last, resource: string) {
  const tokens = new IssuedTokens(core.store);
  if (type === 'id') return tokens.newestIdToken(persona, client);
  const audience = api === undefined ? resource : new Apis(core.store).get(api)?.definition.resource;
  return audience === undefined ? undefined : tokens.newestAccessToken(persona, audience, client);
}

/** A signed token whose claims say something else now (RFC 7515 §3.1): the middle part is new, the signature old. */
function altered(token: string, claims: JsonObject): string {
  const [header, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return token;
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as JsonObject;
  const changed = Buffer.from(JSON.stringify({ ...content, ...claims })).toString('base64url');
  return `${header}.${changed}.${signature}`;
}

function noToken(persona: string): GatehouseError {
  return new GatehouseError({
    code: 'request.no-token',
    what: 'There is no such token to send.',
    why: `No application has received one of ${persona} yet.`,
    next: 'Sign in first, or choose “no token” to see what the gateway says.',
  });
}
