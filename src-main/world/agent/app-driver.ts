import * as oauth from 'oauth4webapi';
import type { PersonaProfile } from '../../contract/worker.ts';
import { BankClient, SignInFailed } from '../apps/online-banking/page/bank-client.js';
import type { Browser, Page } from './browser.ts';
import { pageFetch } from './page-fetch.ts';
import { sessionStorageOf } from './profile-jar.ts';

/** A call that a person makes an application do. */
export interface AppCall {
  api: string;
  method: string;
  path: string;
  /** The members of a JSON body. */
  body?: Record<string, string>;
}

/** What a person reads on the application's page. */
export interface Shown {
  ok: boolean;
  title: string;
  /** What the page tells of what was just done. */
  news?: string;
  /** HTTP status of the API's answer, where there is one. */
  status?: number;
  error?: string;
}

/** How a persona uses one kind of application. */
export interface AppDriver {
  /** Presses “Sign in”. Answers the page on which the browser stands: the provider's, or the application's own. */
  startSignIn(): Promise<Page>;
  /** The browser is back at the application. */
  finishSignIn(page: Page): Promise<Shown>;
  call(call: AppCall): Promise<Shown>;
  /** Presses “Sign out”. Answers the page on which the browser stands. */
  startSignOut(): Promise<Page>;
}

/** An application that draws its pages on a server: every button is a form. */
export function pagesDriver(browser: Browser, url: string): AppDriver {
  return {
    startSignIn: () => browser.open(`${url}/sign-in`),
    finishSignIn: async (page) => readShown(page),
    call: async ({ api, method, path, body = {} }) => {
      const fields = new URLSearchParams({ api, method, path });
      for (const [name, value] of Object.entries(body)) fields.append(`body.${name}`, value);
      const page = await browser.send(`${url}/`, `${url}/call`, 'POST', fields);
      const signedOut = page.forms.some((form) => new URL(form.action).pathname === '/sign-in');
      return signedOut ? { ok: false, title: 'Nobody is signed in' } : readShown(page);
    },
    startSignOut: () => browser.send(`${url}/`, `${url}/sign-out`, 'POST', new URLSearchParams()),
  };
}

/** An application that is a page with scripts: the same code runs here, with this browser's `fetch` and storage. */
export function scriptDriver(browser: Browser, url: string, profile: PersonaProfile): AppDriver {
  const bank = new BankClient({
    oauth,
    fetch: pageFetch(browser, url),
    storage: sessionStorageOf(profile, url),
    origin: url,
  });
  return {
    startSignIn: async () => browser.open(await bank.startSignIn()),
    finishSignIn: async (page) => {
      try {
        await bank.finishSignIn(page.url);
      } catch (error) {
        if (!(error instanceof SignInFailed)) throw error;
        return { ok: false, title: error.message, error: error.error };
      }
      return { ok: true, title: `Hello, ${bank.kept.user?.name}` };
    },
    call: async ({ body, ...call }) => {
      const { ok, title, status, error } = await bank.call(call, body);
      return { ok, title, error, ...(status === 0 ? {} : { status }) };
    },
    startSignOut: async () => browser.open(await bank.startSignOut()),
  };
}

/** What a page drawn on a server shows of the newest answer. */
export function readShown(page: Page): Shown {
  const status = Number(page.facts.get('Status'));
  const error = page.facts.get('Error');
  const alert = page.alerts[0];
  return {
    ok: page.status < 400 && alert === undefined,
    title: page.heading,
    ...(page.news === undefined ? {} : { news: page.news }),
    ...(Number.isInteger(status) ? { status } : {}),
    ...(error === undefined ? {} : { error }),
  };
}
