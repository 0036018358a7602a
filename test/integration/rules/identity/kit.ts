import { createHash } from 'node:crypto';
import type { SandboxEvent } from '../../../../src-main/contract/events.ts';
import type { Browser, Page } from '../../../support/browser.ts';
import { CALLBACK, CARE_DESK, signIn, type TestIdentity, WORKBENCH } from '../../../support/identity.ts';

const VERIFIER = 'v'.repeat(64);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const SECOND = 1000;

export type Change = Record<string, string | undefined>;
type Form = Record<string, string> | [string, string][];

/** What came back: the status, and the `error` of the standard where there was one. */
export interface Answer {
  status: number;
  error: string | undefined;
}

/** A way to be turned away by one rule. */
export type Provocation = (kit: Kit) => Promise<Answer>;

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
export const AS_CARE_DESK = basic(CARE_DESK.id, CARE_DESK.secret);
export const AS_WORKBENCH = basic(WORKBENCH.id, WORKBENCH.secret);

export const BANKING: Change = {
  client_id: 'online-banking',
  redirect_uri: 'http://127.0.0.1:9501/callback',
};
export const POCKET: Change = { client_id: 'pocket', redirect_uri: 'http://127.0.0.1:9503/callback' };

/** What every provocation needs: a browser with people before it, an application, and the clock. */
export class Kit {
  readonly identity: TestIdentity;
  readonly browser: Browser;

  constructor(identity: TestIdentity) {
    this.identity = identity;
    this.browser = identity.browser();
  }

  get issuer(): string {
    return this.identity.issuer;
  }

  url(change: Change = {}): string {
    const parameters: Change = {
      client_id: CARE_DESK.id,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...change,
    };
    const given = Object.entries(parameters).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return `${this.issuer}/auth?${new URLSearchParams(given)}`;
  }

  /** Opens an authorization request and reads how it was answered. */
  async ask(change: Change = {}): Promise<Answer> {
    return answerOf(await this.browser.open(this.url(change)));
  }

  /** Signs in and allows everything. */
  async enter(change: Change = {}, persona = 'alice', browser = this.browser): Promise<URLSearchParams> {
    const end = await signIn(browser, this.url(change), persona);
    return new URL(end.url).searchParams;
  }

  /** A request for an answer without anything that a person would have to do. */
  async silently(change: Change = {}): Promise<Answer> {
    return this.ask({ prompt: 'none', ...change });
  }

  async code(change: Change = {}): Promise<string> {
    return (await this.enter(change)).get('code') ?? '';
  }

  exchange(code: string): Record<string, string> {
    return { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
  }

  /** The tokens of a fresh sign-in. */
  async tokens(change: Change = {}): Promise<Record<string, string>> {
    return (await this.send('/token', this.exchange(await this.code(change)))).body;
  }

  refresh(refreshToken: string | undefined): Record<string, string> {
    return { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' };
  }

  async send(
    path: string,
    form: Form,
    headers: Record<string, string> = { authorization: AS_CARE_DESK },
  ): Promise<Answer & { body: Record<string, string>; headers: Headers }> {
    const body = new URLSearchParams(form);
    const response = await fetch(`${this.issuer}${path}`, { method: 'POST', body, headers });
    return { ...(await answer(response)), headers: response.headers };
  }

  /** Shows a token to the userinfo endpoint. */
  async userinfo(authorization: string): Promise<Answer> {
    return answer(await fetch(`${this.issuer}/me`, { headers: { authorization } }));
  }

  async json(method: string, path: string, body: object, authorization?: string) {
    const response = await fetch(`${this.issuer}${path}`, {
      method,
      body: method === 'GET' ? null : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    });
    return answer(response);
  }

  /** Begins at a device (RFC 8628 §3.1), as the workbench. */
  async device(): Promise<Record<string, string>> {
    const started = await this.send('/device/auth', { scope: 'openid' }, { authorization: AS_WORKBENCH });
    return started.body;
  }

  poll(deviceCode: string | undefined): Promise<Answer> {
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: deviceCode ?? '',
    };
    return this.send('/token', form, { authorization: AS_WORKBENCH });
  }

  /** Types a user code in the browser and goes on until the person has decided. */
  async decideDevice(userCode: string | undefined, decision: 'allow' | 'deny'): Promise<Page> {
    let page = await this.browser.open(`${this.issuer}/device`);
    const field = 'user_code' in (page.forms[0]?.fields ?? {}) ? 'user_code' : 'code';
    page = await this.browser.submit(page, { [field]: userCode ?? '' });
    for (let step = 0; step < 5 && page.status === 200 && page.forms.length > 0; step += 1) {
      const signingIn = 'password' in (page.forms[0]?.fields ?? {});
      page = await this.browser.submit(
        page,
        signingIn ? { username: 'alice', password: 'alice-sandbox-1' } : {},
        signingIn ? 'allow' : decision,
      );
    }
    return page;
  }

  async later(seconds: number): Promise<void> {
    await this.identity.core.scheduler.advance(seconds * SECOND);
  }

  /** The newest fact of the provider in which a rule did not hold. */
  async turnedAway(): Promise<SandboxEvent | undefined> {
    await this.identity.core.recorder.committed();
    return this.identity
      .events()
      .findLast(
        ({ type, ...event }) =>
          (type.startsWith('idp.') || type === 'workflow.refused') &&
          event.reasons.some(({ outcome }) => outcome === 'fail'),
      );
  }
}

async function answer(response: Response): Promise<Answer & { body: Record<string, string> }> {
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, string>) : {};
  return { status: response.status, error: body.error, body };
}

/** How an authorization request ended: at the application, or on a page of the provider. */
export function answerOf(page: Page): Answer {
  if (page.status !== 0) return { status: page.status, error: undefined };
  const query = new URLSearchParams(page.url.split(/[?#]/).at(-1));
  return { status: 303, error: query.get('error') ?? undefined };
}
