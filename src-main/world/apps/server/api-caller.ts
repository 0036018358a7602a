import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Core } from '../../../events/core.ts';
import { type ApiAnswer, type ApiCall, describeAnswer, describeFailure } from '../shared/api-answer.js';
import { viewOf } from '../shared/tables.js';
import type { AppConfig } from './app-config.ts';
import { recordApiCalled } from './app-events.ts';
import type { RelyingParty } from './relying-party.ts';
import type { AppSession } from './session.ts';

/** The refresh token was refused: the sign-in is over, and only a new one helps. */
export class SignInOver extends Error {}

/** Calls APIs through the gateway for the person who is signed in, and keeps what came back for the page. */
export class ApiCaller {
  readonly #core: Core;
  readonly #clientId: string;
  readonly #config: AppConfig;
  readonly #party: RelyingParty;
  readonly #gatewayUrl: string;

  constructor(core: Core, clientId: string, config: AppConfig, party: RelyingParty, gatewayUrl: string) {
    this.#core = core;
    this.#clientId = clientId;
    this.#config = config;
    this.#party = party;
    this.#gatewayUrl = gatewayUrl;
  }

  /**
   * Makes one call and puts its answer into `session`. Throws {@link SignInOver}. A call that is no operation of one of
   * the application's APIs is not made.
   */
  async call(session: AppSession, call: ApiCall, body: JsonObject | undefined): Promise<ApiAnswer> {
    const answer = await this.#answer(session, call, body);
    session.last = answer;
    recordApiCalled(this.#core, this.#clientId, session.user?.sub, answer);
    return answer;
  }

  async #answer(session: AppSession, call: ApiCall, body: JsonObject | undefined): Promise<ApiAnswer> {
    const api = this.#config.apiFor(call.api, call.method, call.path);
    if (!api)
      return describeFailure(call, 'unknown_operation', 'No API of this application has such an operation.');
    const token = await this.#token(session, api.definition.resource);
    const url = `${this.#gatewayUrl}/${api.id}/${api.version}${call.path}`;
    let response: Response;
    try {
      response = await this.#party.send(session, token, url, {
        method: call.method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return describeFailure(call, 'unreachable', `The gateway did not answer (${reason}).`);
    }
    const content = await readJson(response);
    keep(session, call, response.ok, content);
    return describeAnswer(call, {
      status: response.status,
      wwwAuthenticate: response.headers.get('www-authenticate'),
      body: content,
    });
  }

  async #token(session: AppSession, resource: string): Promise<string | undefined> {
    try {
      return await this.#party.accessToken(session, resource);
    } catch (error) {
      throw new SignInOver(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }
}

/** Keeps a body for the page; what was refused is no longer shown, and a change outdates what was listed before. */
function keep(session: AppSession, call: ApiCall, ok: boolean, content: Json): void {
  const view = viewOf(call.api, call.method, call.path);
  if (ok && call.method !== 'GET') delete session.data[`${call.api}.all`];
  if (view.endsWith('.one')) delete session.data[`${call.api}.transactions`];
  if (ok) session.data[view] = content;
  else delete session.data[view];
}

async function readJson(response: Response): Promise<Json> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Not JSON: the status alone tells what happened.
    return null;
  }
}
