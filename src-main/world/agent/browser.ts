import type { CookieJar } from 'tough-cookie';
import { GatehouseError } from '../../contract/errors.ts';
import type { Fetch } from '../../events/dispatcher.ts';
import { type Form, type PageContent, readPage } from './forms.ts';

/** A page that the browser shows. */
export interface Page extends PageContent {
  url: string;
  status: number;
}

/** As many redirects as common browsers follow. */
const MAX_REDIRECTS = 20;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A persona's browser without a window: cookies, redirects and forms over plain HTTP. Everything that it requests goes
 * through the front channel, as if the persona had clicked.
 */
export class Browser {
  readonly #fetch: Fetch;
  readonly #jar: CookieJar;

  /** `fetch` must speak as the persona's browser. */
  constructor(fetch: Fetch, jar: CookieJar) {
    this.#fetch = fetch;
    this.#jar = jar;
  }

  /** Opens an address and follows where it leads. Throws `agent.unreachable`, `agent.redirects`. */
  open(url: string): Promise<Page> {
    return this.#follow(url, { method: 'GET' });
  }

  /** Fills a form in and sends it, by the button with this name and value if one is given. */
  submit(
    page: Page,
    form: Form,
    values: Readonly<Record<string, string>>,
    button?: { name: string; value: string },
  ): Promise<Page> {
    const fields = new URLSearchParams();
    for (const { name, value } of form.fields) fields.append(name, values[name] ?? value);
    if (button) fields.append(button.name, button.value);
    return this.send(page.url, form.action, form.method, fields);
  }

  /** Sends the fields of a form that the page at `from` holds. */
  send(from: string, action: string, method: 'GET' | 'POST', fields: URLSearchParams): Promise<Page> {
    if (method === 'GET') {
      const url = new URL(action);
      url.search = fields.toString();
      return this.#follow(url.href, { method });
    }
    return this.#follow(action, {
      method,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(from).origin },
      body: fields.toString(),
    });
  }

  /** One request with the cookies of this browser; redirects are not followed. For scripts of a page. */
  async request(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookies = await this.#jar.getCookieString(url);
    if (cookies !== '') headers.set('cookie', cookies);
    const response = await this.#fetch(url, { ...init, headers, redirect: 'manual' }).catch(
      (error: unknown) => {
        throw unreachable(url, error);
      },
    );
    for (const line of response.headers.getSetCookie()) {
      await this.#jar.setCookie(line, url, { ignoreError: true });
    }
    return response;
  }

  async #follow(url: string, init: RequestInit): Promise<Page> {
    let address = url;
    let next = init;
    for (let count = 0; count <= MAX_REDIRECTS; count++) {
      const response = await this.request(address, {
        ...next,
        headers: { accept: 'text/html,application/xhtml+xml;q=0.9', ...next.headers },
      });
      const location = response.headers.get('location');
      if (!REDIRECTS.has(response.status) || location === null) {
        const content = readPage(await response.text(), address);
        return { ...content, url: address, status: response.status };
      }
      await response.body?.cancel();
      address = new URL(location, address).href;
      // 307 and 308 repeat the request as it was; the others fetch the new address (RFC 9110 §15.4).
      if (response.status < 307) next = { method: 'GET' };
    }
    throw new GatehouseError({
      code: 'agent.redirects',
      what: 'The browser gave up.',
      why: `${url} led on through more than ${MAX_REDIRECTS} redirects.`,
      next: 'Look at the trace: two parts send the browser back and forth.',
    });
  }
}

function unreachable(url: string, cause: unknown): GatehouseError {
  return new GatehouseError({
    code: 'agent.unreachable',
    what: 'The page did not open.',
    why: `Nothing answered at ${new URL(url).origin}.`,
    next: 'Restart the sandbox if this part should be running.',
    detail: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
