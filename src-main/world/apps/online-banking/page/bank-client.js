/**
 * What Online Banking does in the browser: sign-in with PKCE as a public client, one access token for each API, calls
 * through the gateway, sign-out. No server of its own helps it.
 *
 * It touches no page, and takes `fetch`, storage and the OAuth library from outside: the page runs it, and so does
 * whoever plays a person without a page.
 */
import { describeAnswer, describeFailure } from '../../shared/api-answer.js';
import { viewOf } from '../../shared/tables.js';

/**
 * @typedef {import('../../shared/api-answer.js').ApiCall} ApiCall
 * @typedef {import('../../shared/api-answer.js').ApiAnswer} ApiAnswer
 * @typedef {typeof import('oauth4webapi')} OAuth
 * @typedef {import('oauth4webapi').AuthorizationServer} AuthorizationServer
 * @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} TabStorage
 *
 * @typedef {object} Config What the application was configured with, see `config.json`.
 * @property {string} issuer
 * @property {string} client_id
 * @property {string} scope
 * @property {string[]} resources
 * @property {{ id: string, resource: string, url: string }[]} apis
 * @property {number} now The sandbox's time, ms.
 *
 * @typedef {object} Pending A sign-in that waits for the person to come back.
 * @property {string} state
 * @property {string} nonce
 * @property {string} codeVerifier
 * @property {AuthorizationServer} server
 * @property {Config} config
 * @property {number} skew
 *
 * @typedef {object} Tokens
 * @property {string} idToken
 * @property {string} [refreshToken]
 * @property {Record<string, string>} access By resource indicator.
 *
 * @typedef {object} Kept What a tab keeps.
 * @property {Pending} [pending]
 * @property {Pending} [signedInBy] How the person signed in: server and configuration, for refresh and sign-out.
 * @property {{ sub: string, name: string }} [user]
 * @property {Tokens} [tokens]
 * @property {Record<string, unknown>} data
 * @property {ApiAnswer} [last]
 */

/** Under this key a tab keeps its state. */
const KEY = 'online-banking';

/** A sign-in that could not be finished. `error` is the code of the standard where there is one. */
export class SignInFailed extends Error {
  /**
   * @param {string} error
   * @param {string} message
   */
  constructor(error, message) {
    super(message);
    this.name = 'SignInFailed';
    this.error = error;
  }
}

export class BankClient {
  /** @type {OAuth} */ #oauth;
  /** @type {typeof fetch} */ #fetch;
  /** @type {TabStorage} */ #storage;
  /** @type {string} */ #origin;

  /** @param {{ oauth: OAuth, fetch: typeof fetch, storage: TabStorage, origin: string }} tools */
  constructor({ oauth, fetch, storage, origin }) {
    this.#oauth = oauth;
    this.#fetch = fetch;
    this.#storage = storage;
    this.#origin = origin;
  }

  /** What the tab keeps. @returns {Kept} */
  get kept() {
    const text = this.#storage.getItem(KEY);
    return text === null ? { data: {} } : JSON.parse(text);
  }

  /**
   * Begins a sign-in. Answers the address of the provider to go to.
   * @returns {Promise<string>}
   */
  async startSignIn() {
    const oauth = this.#oauth;
    const config = await this.#config();
    const issuer = new URL(config.issuer);
    const discovery = await oauth.discoveryRequest(issuer, this.#http());
    const server = await oauth.processDiscoveryResponse(issuer, discovery);
    /** @type {Pending} */
    const pending = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      codeVerifier: oauth.generateRandomCodeVerifier(),
      server,
      config,
      // The sandbox's clock need not be the browser's: what it says of times is read with this difference, s.
      skew: Math.round((config.now - globalThis.Date.now()) / 1000),
    };
    const url = new URL(server.authorization_endpoint ?? '');
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: config.client_id,
      redirect_uri: this.#redirectUri,
      scope: config.scope,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(pending.codeVerifier),
      code_challenge_method: 'S256',
    }).toString();
    for (const resource of config.resources) url.searchParams.append('resource', resource);
    this.#keep({ ...this.kept, pending });
    return url.href;
  }

  /**
   * Finishes a sign-in with the address at which the browser came back. Throws {@link SignInFailed}.
   * @param {string} href
   */
  async finishSignIn(href) {
    const { pending, ...rest } = this.kept;
    if (!pending) throw new SignInFailed('no_sign_in_pending', 'No sign-in is under way in this tab.');
    this.#keep(rest);
    try {
      await this.#exchange(pending, new URL(href));
    } catch (thrown) {
      const failure = this.#failure(thrown);
      await this.#report(pending.state, {
        kind: 'signin.failed',
        error: failure.error,
        description: failure.message,
      });
      throw failure;
    }
    const { sub } = /** @type {{ sub: string }} */ (this.kept.user);
    await this.#report(pending.state, { kind: 'session.started', sub });
  }

  /**
   * Calls an API. A token that the gateway no longer accepts is refreshed once.
   * @param {ApiCall} call
   * @param {Record<string, string>} [body]
   * @returns {Promise<ApiAnswer>}
   */
  async call(call, body) {
    const kept = this.kept;
    const by = kept.signedInBy;
    const answer = by ? await this.#answer(by, call, body) : notSignedIn(call);
    const { data } = this.kept;
    this.#keep({ ...this.kept, data, last: answer });
    if (by) await this.#report(by.state, { kind: 'api.called', sub: kept.user?.sub, answer });
    return answer;
  }

  /**
   * Forgets everything and answers the provider's address that ends the session there (RP-Initiated Logout §2).
   * @returns {Promise<string>}
   */
  async startSignOut() {
    const { signedInBy: by, tokens, user } = this.kept;
    this.#storage.removeItem(KEY);
    if (!by || !tokens) return `${this.#origin}/`;
    await this.#report(by.state, { kind: 'session.ended', sub: user?.sub });
    const url = new URL(by.server.end_session_endpoint ?? '');
    url.search = new URLSearchParams({
      id_token_hint: tokens.idToken,
      client_id: by.config.client_id,
      post_logout_redirect_uri: `${this.#origin}/signed-out`,
    }).toString();
    return url.href;
  }

  get #redirectUri() {
    return `${this.#origin}/callback`;
  }

  /**
   * @param {Pending} pending
   * @param {URL} url
   */
  async #exchange(pending, url) {
    const oauth = this.#oauth;
    const { server, config } = pending;
    const client = this.#client(pending);
    const parameters = oauth.validateAuthResponse(server, client, url, pending.state);
    const [resource] = config.resources;
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      this.#redirectUri,
      pending.codeVerifier,
      { ...this.#http(), additionalParameters: resource === undefined ? {} : { resource } },
    );
    const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: pending.nonce,
      requireIdToken: true,
    });
    const claims = oauth.getValidatedIdTokenClaims(result);
    if (!claims || result.id_token === undefined) throw new SignInFailed('no_id_token', 'No ID token came.');
    this.#keep({
      signedInBy: pending,
      user: { sub: claims.sub, name: typeof claims.name === 'string' ? claims.name : claims.sub },
      tokens: {
        idToken: result.id_token,
        refreshToken: result.refresh_token,
        access: resource === undefined ? {} : { [resource]: result.access_token },
      },
      data: {},
    });
  }

  /**
   * @param {Pending} by
   * @param {ApiCall} call
   * @param {Record<string, string>} [body]
   * @returns {Promise<ApiAnswer>}
   */
  async #answer(by, call, body) {
    const api = by.config.apis.find(({ id }) => id === call.api);
    if (!api) return describeFailure(call, 'unknown_operation', 'This application does not call that API.');
    try {
      const known = this.kept.tokens?.access[api.resource];
      let response = await this.#send(api, call, body, known ?? (await this.#refresh(by, api.resource)));
      const challenge = response.headers.get('www-authenticate') ?? '';
      if (response.status === 401 && known !== undefined && challenge.includes('invalid_token')) {
        response = await this.#send(api, call, body, await this.#refresh(by, api.resource));
      }
      const content = await response.json().catch(() => null);
      this.#keepBody(call, response.ok, content);
      return describeAnswer(call, {
        status: response.status,
        wwwAuthenticate: response.headers.get('www-authenticate'),
        body: content,
      });
    } catch (thrown) {
      const { error, message } = this.#failure(thrown);
      return describeFailure(call, error, message);
    }
  }

  /**
   * @param {{ url: string }} api
   * @param {ApiCall} call
   * @param {Record<string, string> | undefined} body
   * @param {string | undefined} token
   */
  #send(api, call, body, token) {
    return this.#fetch(`${api.url}${call.path}`, {
      method: call.method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /**
   * Gets an access token for a resource with the refresh token (RFC 6749 §6, RFC 8707 §2.2).
   * @param {Pending} by
   * @param {string} resource
   * @returns {Promise<string | undefined>}
   */
  async #refresh(by, resource) {
    const oauth = this.#oauth;
    const { tokens } = this.kept;
    if (!tokens || tokens.refreshToken === undefined) return undefined;
    const client = this.#client(by);
    const response = await oauth.refreshTokenGrantRequest(
      by.server,
      client,
      oauth.None(),
      tokens.refreshToken,
      {
        ...this.#http(),
        additionalParameters: { resource },
      },
    );
    const result = await oauth.processRefreshTokenResponse(by.server, client, response);
    this.#keep({
      ...this.kept,
      tokens: {
        idToken: result.id_token ?? tokens.idToken,
        refreshToken: result.refresh_token ?? tokens.refreshToken,
        access: { ...tokens.access, [resource]: result.access_token },
      },
    });
    return result.access_token;
  }

  /**
   * @param {ApiCall} call
   * @param {boolean} ok
   * @param {unknown} content
   */
  #keepBody(call, ok, content) {
    const kept = this.kept;
    const view = viewOf(call.api, call.method, call.path);
    const data = Object.fromEntries(
      Object.entries(kept.data).filter(
        ([name]) =>
          name !== view &&
          !(ok && call.method !== 'GET' && name === `${call.api}.all`) &&
          !(view.endsWith('.one') && name === `${call.api}.transactions`),
      ),
    );
    this.#keep({ ...kept, data: ok ? { ...data, [view]: content } : data });
  }

  /** @param {Pending} pending */
  #client(pending) {
    return { client_id: pending.config.client_id, [this.#oauth.clockSkew]: pending.skew };
  }

  #http() {
    return {
      [this.#oauth.customFetch]: this.#fetch,
      // Plain http stays inside this machine.
      [this.#oauth.allowInsecureRequests]: true,
    };
  }

  /** @returns {Promise<Config>} */
  async #config() {
    const response = await this.#fetch(`${this.#origin}/config.json`);
    if (!response.ok)
      throw new SignInFailed('no_config', 'The application could not read its configuration.');
    return response.json();
  }

  /**
   * Tells the application's server what happened, as front ends do. `state` ties it to the sign-in it belongs to.
   * @param {string} state
   * @param {object} report
   */
  async #report(state, report) {
    await this.#fetch(`${this.#origin}/client-events?${new URLSearchParams({ state })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    });
  }

  /** @param {Kept} kept */
  #keep(kept) {
    this.#storage.setItem(KEY, JSON.stringify(kept));
  }

  /**
   * @param {unknown} thrown
   * @returns {SignInFailed}
   */
  #failure(thrown) {
    const oauth = this.#oauth;
    if (thrown instanceof SignInFailed) return thrown;
    if (thrown instanceof oauth.AuthorizationResponseError) {
      return thrown.error === 'access_denied'
        ? new SignInFailed(thrown.error, 'You did not let the application in, so it got no token.')
        : new SignInFailed(thrown.error, thrown.error_description ?? 'The provider refused the sign-in.');
    }
    if (thrown instanceof oauth.ResponseBodyError) {
      return new SignInFailed(thrown.error, thrown.error_description ?? 'The provider refused the request.');
    }
    return new SignInFailed('failed', thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/**
 * @param {ApiCall} call
 * @returns {ApiAnswer}
 */
const notSignedIn = (call) => describeFailure(call, 'not_signed_in', 'Nobody is signed in. Sign in first.');

/**
 * What a tab keeps, for a second holder: without the refresh token. Two holders would spend it twice, which the provider
 * takes for theft (RFC 9700 §4.14.2) and ends the sign-in of both.
 * @param {string} text
 * @returns {string}
 */
export function lent(text) {
  /** @type {Kept} */
  const kept = JSON.parse(text);
  return JSON.stringify({ ...kept, tokens: kept.tokens && { ...kept.tokens, refreshToken: undefined } });
}
