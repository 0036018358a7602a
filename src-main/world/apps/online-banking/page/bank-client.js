/**
 * What Online Banking does in the browser: signs its user in and out, calls APIs through the gateway, and keeps what
 * came of it in the tab. No server of its own helps it.
 *
 * It touches no page, and takes `fetch`, storage and the OAuth library from outside: the page runs it, and so does
 * whoever plays a person without a page.
 */
import { describeAnswer, describeFailure } from '../../shared/api-answer.js';
import { viewOf } from '../../shared/tables.js';
import { PublicClient, SignInFailed } from './public-client.js';

export { SignInFailed };

/**
 * @typedef {import('../../shared/api-answer.js').ApiCall} ApiCall
 * @typedef {import('../../shared/api-answer.js').ApiAnswer} ApiAnswer
 * @typedef {import('./public-client.js').Config} Config
 * @typedef {import('./public-client.js').Pending} Pending
 * @typedef {import('./public-client.js').Tokens} Tokens
 * @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} TabStorage
 *
 * @typedef {object} Kept What a tab keeps.
 * @property {Pending} [pending]
 * @property {Pending} [signedInBy] How the person signed in: server and configuration, for refresh and sign-out.
 * @property {{ sub: string, name: string }} [user]
 * @property {Tokens} [tokens]
 * @property {Record<string, unknown>} data Bodies that APIs answered, by view.
 * @property {ApiAnswer} [last]
 */

/** Under this key a tab keeps its state. */
const KEY = 'online-banking';

export class BankClient {
  /** @type {PublicClient} */ #client;
  /** @type {typeof fetch} */ #fetch;
  /** @type {TabStorage} */ #storage;
  /** @type {string} */ #origin;

  /** @param {{ oauth: import('./public-client.js').OAuth, fetch: typeof fetch, storage: TabStorage, origin: string }} tools */
  constructor({ oauth, fetch, storage, origin }) {
    this.#client = new PublicClient({ oauth, fetch, origin });
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
    const response = await this.#fetch(`${this.#origin}/config.json`);
    if (!response.ok)
      throw new SignInFailed('no_config', 'The application could not read its configuration.');
    const { pending, url } = await this.#client.start(await response.json());
    this.#keep({ ...this.kept, pending });
    return url;
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
      const { user, tokens } = await this.#client.finish(pending, new URL(href));
      this.#keep({ signedInBy: pending, user, tokens, data: {} });
    } catch (thrown) {
      const failure = this.#client.failure(thrown);
      await this.#report(pending, {
        kind: 'signin.failed',
        error: failure.error,
        description: failure.message,
      });
      throw failure;
    }
    await this.#report(pending, { kind: 'session.started', sub: this.kept.user?.sub });
  }

  /**
   * Calls an API. A token that the gateway no longer accepts is refreshed once.
   * @param {ApiCall} call
   * @param {Record<string, string>} [body]
   * @returns {Promise<ApiAnswer>}
   */
  async call(call, body) {
    const { signedInBy: by, user } = this.kept;
    if (!by) return describeFailure(call, 'not_signed_in', 'Nobody is signed in. Sign in first.');
    const answer = await this.#answer(by, call, body);
    this.#keep({ ...this.kept, last: answer });
    await this.#report(by, { kind: 'api.called', sub: user?.sub, answer });
    return answer;
  }

  /**
   * Forgets everything and answers the address at which the session ends at the provider too.
   * @returns {Promise<string>}
   */
  async startSignOut() {
    const { signedInBy: by, tokens, user } = this.kept;
    this.#storage.removeItem(KEY);
    if (!by || !tokens) return `${this.#origin}/`;
    await this.#report(by, { kind: 'session.ended', sub: user?.sub });
    return this.#client.signOutUrl(by, tokens);
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
      let response = await this.#send(api.url, call, body, known ?? (await this.#refresh(by, api.resource)));
      const challenge = response.headers.get('www-authenticate') ?? '';
      if (response.status === 401 && known !== undefined && challenge.includes('invalid_token')) {
        const fresh = await this.#refresh(by, api.resource);
        // The same token again would only be refused again.
        if (fresh !== known) response = await this.#send(api.url, call, body, fresh);
      }
      const content = await response.json().catch(() => null);
      this.#keepBody(call, response.ok, content);
      const wwwAuthenticate = response.headers.get('www-authenticate');
      return describeAnswer(call, { status: response.status, wwwAuthenticate, body: content });
    } catch (thrown) {
      const { error, message } = this.#client.failure(thrown);
      return describeFailure(call, error, message);
    }
  }

  /**
   * @param {string} url
   * @param {ApiCall} call
   * @param {Record<string, string> | undefined} body
   * @param {string | undefined} token
   */
  #send(url, call, body, token) {
    return this.#fetch(`${url}${call.path}`, {
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
   * @param {Pending} by
   * @param {string} resource
   * @returns {Promise<string | undefined>}
   */
  async #refresh(by, resource) {
    const kept = this.kept;
    if (!kept.tokens) return undefined;
    const tokens = await this.#client.refresh(by, kept.tokens, resource);
    this.#keep({ ...this.kept, tokens });
    return tokens.access[resource];
  }

  /**
   * Keeps a body for the page; what was refused is no longer shown, and a change outdates what was listed before.
   * @param {ApiCall} call
   * @param {boolean} ok
   * @param {unknown} content
   */
  #keepBody(call, ok, content) {
    const kept = this.kept;
    const view = viewOf(call.api, call.method, call.path);
    const data = { ...kept.data };
    if (ok && call.method !== 'GET') delete data[`${call.api}.all`];
    if (view.endsWith('.one')) delete data[`${call.api}.transactions`];
    if (ok) data[view] = content;
    else delete data[view];
    this.#keep({ ...kept, data });
  }

  /**
   * Tells the application's server what happened, as front ends do. `state` ties it to the sign-in it belongs to.
   * @param {Pending} by
   * @param {object} report
   */
  async #report(by, report) {
    await this.#fetch(`${this.#origin}/client-events?${new URLSearchParams({ state: by.state })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    });
  }

  /** @param {Kept} kept */
  #keep(kept) {
    this.#storage.setItem(KEY, JSON.stringify(kept));
  }
}

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
