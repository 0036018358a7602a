import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse, html as spec } from 'parse5';
import { CookieJar } from 'tough-cookie';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** A form of a page: where it goes and what it would send. */
interface Form {
  action: string;
  method: string;
  /** Values of its fields, empty ones included. Buttons are not among them. */
  fields: Record<string, string>;
  /** Values of the buttons named `decision`. */
  decisions: string[];
}

/** What a browser sees after all redirects. `url` may be an address that nobody answers: then `status` is 0. */
export interface Page {
  url: string;
  status: number;
  headers: Headers;
  text: string;
  forms: Form[];
  /** Every address that was visited on the way, this one last. */
  visited: string[];
}

/**
 * A browser without scripts: cookies, redirects, links and forms, as a person with a plain HTTP client has them.
 * `stopAt` names the beginning of addresses that belong to the application under test: they are not fetched.
 */
export class Browser {
  readonly jar = new CookieJar(undefined, { rejectPublicSuffixes: false, allowSpecialUseDomain: true });
  readonly #stopAt: readonly string[];
  readonly #fetch: typeof fetch;

  constructor(stopAt: readonly string[], through: typeof fetch = fetch) {
    this.#stopAt = stopAt;
    this.#fetch = through;
  }

  open(url: string | URL): Promise<Page> {
    return this.#go(String(url), { method: 'GET' });
  }

  /** Fills a form of a page and sends it, as pressing a button of it does: the first, or the first with such a button. */
  submit(page: Page, values: Record<string, string>, decision?: string): Promise<Page> {
    const form =
      page.forms.find(({ decisions }) => decision !== undefined && decisions.includes(decision)) ??
      page.forms[0];
    if (!form) throw new Error(`no form on ${page.url} (${page.status}): ${page.text.slice(0, 400)}`);
    const missing = Object.keys(values).filter((name) => !(name in form.fields));
    if (missing.length > 0) throw new Error(`the form on ${page.url} has no field ${missing.join(', ')}`);
    if (decision !== undefined && !form.decisions.includes(decision))
      throw new Error(`the form on ${page.url} has no button ${decision}`);
    const body = new URLSearchParams({ ...form.fields, ...values });
    if (decision !== undefined) body.set('decision', decision);
    return this.#go(new URL(form.action, page.url).href, {
      method: form.method.toUpperCase(),
      body,
      headers: { origin: new URL(page.url).origin },
    });
  }

  async #go(start: string, init: RequestInit): Promise<Page> {
    const visited: string[] = [];
    let url = start;
    let request = init;
    for (let hops = 0; hops < 20; hops += 1) {
      visited.push(url);
      if (this.#stopAt.some((prefix) => url.startsWith(prefix)))
        return { url, status: 0, headers: new Headers(), text: '', forms: [], visited };
      const headers = new Headers(request.headers);
      headers.set('accept', 'text/html,application/xhtml+xml');
      const cookies = await this.jar.getCookieString(url);
      if (cookies) headers.set('cookie', cookies);
      const response = await this.#fetch(url, { ...request, headers, redirect: 'manual' });
      for (const line of response.headers.getSetCookie())
        await this.jar.setCookie(line, url, { loose: false });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || !location) {
        const text = await response.text();
        return {
          url,
          status: response.status,
          headers: response.headers,
          text,
          forms: formsOf(text),
          visited,
        };
      }
      await response.body?.cancel();
      url = new URL(location, url).href;
      request = { method: 'GET' };
    }
    throw new Error(`too many redirects: ${visited.join(' -> ')}`);
  }
}

/** The forms of a document. */
function formsOf(document: string): Form[] {
  return elements(parse(document), (element) => element.tagName === 'form').map((form) => {
    const inputs = elements(form, (element) => element.tagName === 'input');
    const buttons = elements(form, (element) => element.tagName === 'button');
    return {
      action: attribute(form, 'action') ?? '',
      method: attribute(form, 'method') ?? 'get',
      fields: Object.fromEntries(
        inputs.map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? '']),
      ),
      decisions: buttons
        .filter((button) => attribute(button, 'name') === 'decision')
        .map((button) => attribute(button, 'value') ?? ''),
    };
  });
}

function elements(root: Node, wanted: (element: Element) => boolean): Element[] {
  const found: Element[] = [];
  const visit = (node: Node) => {
    if (defaultTreeAdapter.isElementNode(node) && node.namespaceURI === spec.NS.HTML && wanted(node))
      found.push(node);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(root);
  return found;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}
