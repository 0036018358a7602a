/**
 * The OpenID Connect side of Online Banking: a public client in a browser (code flow with PKCE, no secret). Holds no
 * state; what a sign-in needs until the person is back travels in a {@link Pending}.
 *
 * @typedef {typeof import('oauth4webapi')} OAuth
 * @typedef {import('oauth4webapi').AuthorizationServer} AuthorizationServer
 *
 * @typedef {object} Config What the application was configured with, see `config.json`.
 * @property {string} issuer
 * @property {string} client_id
 * @property {string} scope
 * @property {string[]} resources
 * @property {boolean} pkce Send a challenge (RFC 7636 §4.3).
 * @property {{ id: string, resource: string, url: string }[]} apis
 * @property {number} now The sandbox's time, ms.
 *
 * @typedef {object} Pending A sign-in that waits for the person to come back.
 * @property {string} state
 * @property {string} nonce
 * @property {string} [codeVerifier] Absent: the sign-in goes without PKCE.
 * @property {AuthorizationServer} server
 * @property {Config} config
 * @property {number} skew The sandbox's clock minus the browser's, s.
 *
 * @typedef {object} Tokens
 * @property {string} idToken
 * @property {string} [refreshToken]
 * @property {Record<string, string>} access By resource indicator: a token is good for one audience (RFC 8707).
 */

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

export class PublicClient {
  /** @type {OAuth} */ #oauth;
  /** @type {typeof fetch} */ #fetch;
  /** @type {string} */ #origin;

  /** @param {{ oauth: OAuth, fetch: typeof fetch, origin: string }} tools */
  constructor({ oauth, fetch, origin }) {
    this.#oauth = oauth;
    this.#fetch = fetch;
    this.#origin = origin;
  }

  /**
   * Prepares a sign-in.
   * @param {Config} config
   * @returns {Promise<{ pending: Pending, url: string }>}
   */
  async start(config) {
    const oauth = this.#oauth;
    const issuer = new URL(config.issuer);
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, this.#http()),
    );
    const pending = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      codeVerifier: config.pkce ? oauth.generateRandomCodeVerifier() : undefined,
      server,
      config,
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
    }).toString();
    if (pending.codeVerifier !== undefined) {
      url.searchParams.set('code_challenge', await oauth.calculatePKCECodeChallenge(pending.codeVerifier));
      url.searchParams.set('code_challenge_method', 'S256');
    }
    for (const resource of config.resources) url.searchParams.append('resource', resource);
    return { pending, url: url.href };
  }

  /**
   * Exchanges the code with which the browser came back. The first API's access token comes with it.
   * @param {Pending} pending
   * @param {URL} url
   * @returns {Promise<{ user: { sub: string, name: string }, tokens: Tokens }>}
   */
  async finish(pending, url) {
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
      pending.codeVerifier ?? oauth.nopkce,
      { ...this.#http(), additionalParameters: resource === undefined ? {} : { resource } },
    );
    const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: pending.nonce,
      requireIdToken: true,
    });
    const claims = oauth.getValidatedIdTokenClaims(result);
    if (!claims || result.id_token === undefined) throw new SignInFailed('no_id_token', 'No ID token came.');
    return {
      user: { sub: claims.sub, name: typeof claims.name === 'string' ? claims.name : claims.sub },
      tokens: {
        idToken: result.id_token,
        refreshToken: result.refresh_token,
        access: resource === undefined ? {} : { [resource]: result.access_token },
      },
    };
  }

  /**
   * Gets an access token for a resource with the refresh token (RFC 6749 §6, RFC 8707 §2.2).
   * @param {Pending} by How the person signed in.
   * @param {Tokens} tokens
   * @param {string} resource
   * @returns {Promise<Tokens>} Unchanged when there is no refresh token.
   */
  async refresh(by, tokens, resource) {
    if (tokens.refreshToken === undefined) return tokens;
    const oauth = this.#oauth;
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
    return {
      idToken: result.id_token ?? tokens.idToken,
      refreshToken: result.refresh_token ?? tokens.refreshToken,
      access: { ...tokens.access, [resource]: result.access_token },
    };
  }

  /**
   * The provider's address that ends the session there (OpenID Connect RP-Initiated Logout §2).
   * @param {Pending} by
   * @param {Tokens} tokens
   * @returns {string}
   */
  signOutUrl(by, tokens) {
    const url = new URL(by.server.end_session_endpoint ?? '');
    url.search = new URLSearchParams({
      id_token_hint: tokens.idToken,
      client_id: by.config.client_id,
      post_logout_redirect_uri: `${this.#origin}/signed-out`,
    }).toString();
    return url.href;
  }

  /**
   * What went wrong, in words for the person.
   * @param {unknown} thrown
   * @returns {SignInFailed}
   */
  failure(thrown) {
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

  get #redirectUri() {
    return `${this.#origin}/callback`;
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
}
