import { Browser, type Page } from '../support/browser.ts';
import { type Ground, issue, WORKBENCH } from './ground.ts';

/** What the token endpoint answered. */
export interface TokenAnswer {
  status: number;
  access_token?: string;
  refresh_token?: string;
  error?: string;
}

const REDIRECT = 'http://127.0.0.1:9/callback';
/** PKCE (RFC 7636): the challenge is the S256 of the verifier. */
const VERIFIER = 'torture-torture-torture-torture-torture-torture';
const CHALLENGE = Buffer.from(
  await crypto.subtle.digest('SHA-256', new TextEncoder().encode(VERIFIER)),
).toString('base64url');

/** What a client of the sandbox does, step by step, as the workbench. Alice is at the browser. */
export class Flows {
  readonly ground: Ground;
  #browser = new Browser(['http://127.0.0.1:9/']);

  constructor(ground: Ground) {
    this.ground = ground;
  }

  /** Forgets the browser: the state has been put back, and its session with it. */
  reset(): void {
    this.#browser = new Browser(['http://127.0.0.1:9/']);
  }

  get resource(): string {
    return this.ground.sandbox.ready.apis[0]?.resource ?? '';
  }

  /** Parameters of a right authorization request. */
  authorization(): Record<string, string> {
    return {
      client_id: 'workbench',
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid accounts:list accounts:read',
      resource: this.resource,
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    };
  }

  /** Signs Alice in where that is needed, allows, and answers the page at which she ends. */
  async visit(parameters: Record<string, string>): Promise<Page> {
    let page = await this.#browser.open(`${this.ground.issuer}/auth?${new URLSearchParams(parameters)}`);
    for (let step = 0; step < 4 && page.status === 200 && page.forms.length > 0; step += 1) {
      const asks = 'password' in (page.forms[0]?.fields ?? {});
      const values: Record<string, string> = asks ? { username: 'alice', password: 'alice-sandbox-1' } : {};
      page = await this.#browser.submit(page, values, 'allow');
    }
    return page;
  }

  /** A fresh authorization code. */
  async code(): Promise<string> {
    const page = await this.visit(this.authorization());
    const code = new URL(page.url).searchParams.get('code');
    if (!code) throw new Error(`no code at ${page.url}: ${page.text.slice(0, 300)}`);
    return code;
  }

  /** Calls the token endpoint; `change` replaces parameters, an empty value leaves one out. */
  async token(parameters: Record<string, string>, authorization = WORKBENCH): Promise<TokenAnswer> {
    const given = Object.entries(parameters).filter(([, value]) => value !== '');
    const answer = await fetch(`${this.ground.issuer}/token`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams(given),
    });
    return { status: answer.status, ...((await answer.json()) as object) };
  }

  redeem(code: string, change: Record<string, string> = {}, authorization = WORKBENCH): Promise<TokenAnswer> {
    const right = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: VERIFIER };
    return this.token({ ...right, ...change }, authorization);
  }

  refresh(
    token: string,
    change: Record<string, string> = {},
    authorization = WORKBENCH,
  ): Promise<TokenAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: token, ...change }, authorization);
  }

  /** Starts the device flow (RFC 8628). */
  async device(): Promise<{ device_code: string; user_code: string }> {
    const answer = await fetch(`${this.ground.issuer}/device/auth`, {
      method: 'POST',
      headers: { authorization: WORKBENCH },
      body: new URLSearchParams({ scope: 'openid accounts:list', resource: this.resource }),
    });
    return (await answer.json()) as { device_code: string; user_code: string };
  }

  poll(deviceCode: string, authorization = WORKBENCH): Promise<TokenAnswer> {
    const grant = 'urn:ietf:params:oauth:grant-type:device_code';
    return this.token({ grant_type: grant, device_code: deviceCode }, authorization);
  }

  /** Alice types the code that the device shows, and allows. */
  async approve(userCode: string): Promise<Page> {
    let page = await this.#browser.open(`${this.ground.issuer}/device`);
    page = await this.#browser.submit(page, { user_code: userCode });
    for (let step = 0; step < 5 && page.status === 200 && page.forms.length > 0; step += 1) {
      const asks = 'password' in (page.forms[0]?.fields ?? {});
      const values: Record<string, string> = asks ? { username: 'alice', password: 'alice-sandbox-1' } : {};
      page = await this.#browser.submit(page, values, 'allow');
    }
    return page;
  }

  /** Pushes an authorization request (RFC 9126). */
  async push(authorization = WORKBENCH): Promise<string> {
    const answer = await fetch(`${this.ground.issuer}/request`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams(this.authorization()),
    });
    return ((await answer.json()) as { request_uri: string }).request_uri;
  }

  /** What an API answers a token. */
  async call(token: string, api = 0): Promise<{ status: number; body: string }> {
    const { url = '' } = this.ground.sandbox.ready.apis[api] ?? {};
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: await answer.text() };
  }

  /** A token of the workbench itself, for the first API (signed) or the third (opaque). */
  issue(api: number): Promise<string> {
    const { resource = '', scopes = [] } = this.ground.sandbox.ready.apis[api] ?? {};
    return issue(this.ground.sandbox, { resource, scope: scopes.join(' ') });
  }

  async revoke(token: string): Promise<void> {
    await fetch(`${this.ground.issuer}/token/revocation`, {
      method: 'POST',
      headers: { authorization: WORKBENCH },
      body: new URLSearchParams({ token }),
    });
  }

  /** `iat` and `exp` of a token, as the provider tells them (RFC 7662 §2.2), or as the token itself does. */
  async lifetime(token: string): Promise<{ iat: number; exp: number }> {
    const [, claims] = token.split('.');
    if (claims !== undefined)
      return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as { iat: number; exp: number };
    const answer = await fetch(`${this.ground.issuer}/token/introspection`, {
      method: 'POST',
      headers: { authorization: WORKBENCH },
      body: new URLSearchParams({ token }),
    });
    return (await answer.json()) as { iat: number; exp: number };
  }
}

/** How another application, which has a secret of its own, proves itself. */
export const CARE_DESK = `Basic ${btoa('care-desk:care-desk-sandbox-secret')}`;
