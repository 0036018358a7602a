import * as oidc from 'openid-client';
import type { Core } from '../../../events/core.ts';
import type { AppConfig } from './app-config.ts';
import { newKey, Proofs } from './bound-key.ts';
import type { AppSession } from './session.ts';

/**
 * The OpenID Connect side of an application that has a process of its own (Care Desk on its server, Pocket on the
 * phone, Harbour TV in the living room): authorization code flow with PKCE, device flow, one access token for each API,
 * refresh, and sign-out. An application that is registered for bound tokens makes a key at its sign-in, and proves with
 * each request that it holds it (RFC 9449).
 */
export class RelyingParty {
  readonly #core: Core;
  readonly #config: AppConfig;
  readonly #clientId: string;
  readonly #issuer: string;
  readonly #proofs = new Proofs();
  #discovered: { key: string; configuration: Promise<oidc.Configuration> } | undefined;

  constructor(core: Core, config: AppConfig, clientId: string, issuer: string) {
    this.#core = core;
    this.#config = config;
    this.#clientId = clientId;
    this.#issuer = issuer;
    // What was cached of the provider (metadata, keys) belongs to the time and the state in which it was read.
    const forget = () => {
      this.#discovered = undefined;
      this.#proofs.forget();
    };
    core.clock.onChange(forget);
    core.store.onReplaced(forget);
  }

  /** Begins a sign-in: remembers in `session` what the answer must fit, and answers where to send the browser. */
  async start(session: AppSession, redirectUri: string): Promise<URL> {
    const configuration = await this.#configuration();
    const request = this.#config.signInRequest();
    const pending = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: request.pkce ? oidc.randomPKCECodeVerifier() : undefined,
      redirectUri,
      resources: request.resources,
    };
    session.pending = pending;
    const parameters = new URLSearchParams({
      redirect_uri: redirectUri,
      scope: request.scope,
      state: pending.state,
      nonce: pending.nonce,
    });
    if (pending.codeVerifier !== undefined) {
      parameters.set('code_challenge', await oidc.calculatePKCECodeChallenge(pending.codeVerifier));
      parameters.set('code_challenge_method', 'S256');
    }
    for (const resource of request.resources) parameters.append('resource', resource);
    if (this.#config.application().metadata.dpop_bound_access_tokens === true) {
      session.key = await newKey();
      // RFC 9449 §10: the code is bound to the key as well.
      const proofs = await this.#proofs.of(configuration, session.key);
      parameters.set('dpop_jkt', await proofs.calculateThumbprint());
    }
    return oidc.buildAuthorizationUrl(configuration, parameters);
  }

  /**
   * Finishes a sign-in with the address at which the browser came back. The first API's access token comes with the
   * code; the others are fetched when they are needed. Throws what openid-client throws.
   */
  async finish(session: AppSession, query: string): Promise<void> {
    const { pending } = session;
    if (!pending) throw new NoSignInPending();
    session.pending = undefined;
    const url = new URL(pending.redirectUri);
    url.search = query;
    const [resource] = pending.resources;
    const tokens = await oidc.authorizationCodeGrant(
      await this.#configuration(),
      url,
      {
        ...(pending.codeVerifier === undefined ? {} : { pkceCodeVerifier: pending.codeVerifier }),
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      },
      resource === undefined ? {} : { resource },
      await this.#proving(session),
    );
    this.#signedIn(session, tokens, resource);
  }

  /** Begins the sign-in of a device (RFC 8628 §3.1): remembers in `session` the code to show. */
  async startDevice(session: AppSession): Promise<void> {
    const { scope, resources } = this.#config.signInRequest();
    const parameters = new URLSearchParams({ scope });
    for (const resource of resources) parameters.append('resource', resource);
    const answer = await oidc.initiateDeviceAuthorization(await this.#configuration(), parameters);
    session.device = {
      deviceCode: answer.device_code,
      userCode: answer.user_code,
      verificationUri: answer.verification_uri,
      verificationUriComplete: answer.verification_uri_complete ?? answer.verification_uri,
      resources,
      startedAt: this.#core.clock.now(),
    };
  }

  /** Asks once whether the device was approved (RFC 8628 §3.4). Throws what openid-client throws, pending included. */
  async finishDevice(session: AppSession): Promise<void> {
    const { device } = session;
    if (!device) throw new NoSignInPending();
    const [resource] = device.resources;
    const tokens = await oidc.genericGrantRequest(
      await this.#configuration(),
      'urn:ietf:params:oauth:grant-type:device_code',
      { device_code: device.deviceCode, ...(resource === undefined ? {} : { resource }) },
    );
    session.device = undefined;
    this.#signedIn(session, tokens, resource);
  }

  #signedIn(
    session: AppSession,
    tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
    resource: string | undefined,
  ): void {
    const claims = tokens.claims();
    if (!claims || !tokens.id_token) throw new NoSignInPending();
    session.user = {
      sub: claims.sub,
      name: typeof claims.name === 'string' ? claims.name : claims.sub,
      sid: typeof claims.sid === 'string' ? claims.sid : undefined,
      signedInAt: this.#core.clock.now(),
    };
    session.tokens = { idToken: tokens.id_token, refreshToken: tokens.refresh_token, access: {} };
    session.data = {};
    session.last = undefined;
    if (resource !== undefined) this.#keepAccessToken(session, resource, tokens);
  }

  /**
   * An access token for a resource, refreshed when it has expired or was never fetched (RFC 6749 §6, RFC 8707 §2.2).
   * Absent when there is none and no refresh token to get one with.
   */
  async accessToken(session: AppSession, resource: string): Promise<string | undefined> {
    const kept = session.tokens?.access[resource];
    if (kept && kept.expiresAt > this.#core.clock.now()) return kept.token;
    const refreshToken = session.tokens?.refreshToken;
    if (!session.tokens || refreshToken === undefined) return kept?.token;
    const tokens = await oidc.refreshTokenGrant(
      await this.#configuration(),
      refreshToken,
      { resource },
      await this.#proving(session),
    );
    session.tokens.refreshToken = tokens.refresh_token ?? refreshToken;
    session.tokens.idToken = tokens.id_token ?? session.tokens.idToken;
    this.#keepAccessToken(session, resource, tokens);
    return tokens.access_token;
  }

  /**
   * Sends a request with an access token: as Bearer (RFC 6750), or with a fresh proof where the session has a key
   * (RFC 9449 §7). A refusal is an answer.
   */
  async send(
    session: AppSession,
    token: string | undefined,
    url: string,
    init: RequestInit,
  ): Promise<Response> {
    const headers = new Headers(init.headers);
    if (session.key === undefined || token === undefined) {
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
      return this.#core.dispatcher.fetchAs(`app:${this.#clientId}`)(url, { ...init, headers });
    }
    const { method = 'GET', body } = init;
    const text = typeof body === 'string' ? body : undefined;
    const proving = await this.#proving(session);
    try {
      return await oidc.fetchProtectedResource(
        await this.#configuration(),
        token,
        new URL(url),
        method,
        text,
        headers,
        proving,
      );
    } catch (error) {
      if (error instanceof oidc.WWWAuthenticateChallengeError) return error.response;
      throw error;
    }
  }

  async #proving({ key }: AppSession): Promise<oidc.DPoPOptions> {
    return key === undefined ? {} : { DPoP: await this.#proofs.of(await this.#configuration(), key) };
  }

  /** Where the browser goes to end the session at the provider too (OpenID Connect RP-Initiated Logout §2). */
  async endSessionUrl(session: AppSession, returnTo: string): Promise<URL> {
    return oidc.buildEndSessionUrl(await this.#configuration(), {
      post_logout_redirect_uri: returnTo,
      ...(session.tokens ? { id_token_hint: session.tokens.idToken } : {}),
    });
  }

  /** Metadata of the provider, for what openid-client does not do (back-channel logout). */
  async serverMetadata(): Promise<oidc.ServerMetadata> {
    return (await this.#configuration()).serverMetadata();
  }

  #keepAccessToken(
    session: AppSession,
    resource: string,
    tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
  ): void {
    if (!session.tokens) return;
    session.tokens.access[resource] = {
      token: tokens.access_token,
      scope: tokens.scope ?? '',
      expiresAt: this.#core.clock.now() + (tokens.expiresIn() ?? 0) * 1000,
    };
  }

  #configuration(): Promise<oidc.Configuration> {
    const { metadata } = this.#config.application();
    const secret = typeof metadata.client_secret === 'string' ? metadata.client_secret : undefined;
    const key = secret ?? '';
    if (this.#discovered?.key !== key) {
      const configuration = this.#discover(secret);
      this.#discovered = { key, configuration };
      // A provider that was not there must be asked again, not remembered as missing.
      configuration.catch(() => {
        this.#discovered = undefined;
      });
    }
    return this.#discovered.configuration;
  }

  #discover(secret: string | undefined): Promise<oidc.Configuration> {
    const fetch = this.#core.dispatcher.fetchAs(`app:${this.#clientId}`);
    return oidc.discovery(
      new URL(this.#issuer),
      this.#clientId,
      secret === undefined ? {} : { client_secret: secret },
      secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret),
      {
        // Plain http stays inside this machine. So the ID token's signature is checked too, where TLS would vouch for
        // the token endpoint otherwise (OpenID Connect Core §3.1.3.7, item 6).
        execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
        [oidc.customFetch]: (url, options) => fetch(url, options as RequestInit),
      },
    );
  }
}

/** Somebody came back from the provider, but no sign-in was under way in this session. */
export class NoSignInPending extends Error {
  constructor() {
    super('No sign-in was under way here: it may have been finished already, or begun in another browser.');
    this.name = 'NoSignInPending';
  }
}
