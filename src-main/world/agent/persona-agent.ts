import { GatehouseError } from '../../contract/errors.ts';
import type { PersonaProfile } from '../../contract/worker.ts';
import type { Core } from '../../events/core.ts';
import { workAs } from '../../events/work.ts';
import type { AppId } from '../seed/applications.ts';
import { PERSONAS, type PersonaSeed } from '../seed/personas.ts';
import { type AppDriver, pagesDriver, readShown, type Shown, scriptDriver } from './app-driver.ts';
import { Browser } from './browser.ts';
import { cookiesOf, jarOf, type PersonaProfiles } from './profile-jar.ts';
import { type ReadInput, readMessage } from './read-message.ts';
import { answerPages } from './sign-in-pages.ts';

/** What a persona did and what came of it. A refusal is a result; only what could not be tried throws. */
export interface Deed {
  ok: boolean;
  /** One line for the person. */
  summary: string;
  /** The story that it began. */
  flow: string;
  /** HTTP status of the API's answer, where there is one. */
  status?: number;
  /** What a page of the provider said, where it did not let in. */
  said?: string;
}

export interface AgentDeps {
  core: Core;
  issuer: string;
  profiles: PersonaProfiles;
  /** Base address of an application with pages; absent for any other. */
  urlOf(app: string): string | undefined;
}

/** How the provider's page begins to say that a sign-in failed. */
const PAGE_LEAD = /^That did not work\. /;

export interface SignInInput {
  persona: string;
  app: string;
  /** What the persona types instead of her own. */
  username?: string;
  password?: string;
  consent?: 'allow' | 'deny';
}

export interface PressInput {
  persona: string;
  app: string;
  path: string;
  fields?: Record<string, string>;
}

export interface ApproveInput {
  persona: string;
  /** Where the link is: the device itself, or the mail. */
  app: string;
  decision: 'allow' | 'deny';
}

export interface CallInput {
  persona: string;
  app: string;
  api: string;
  method: string;
  path: string;
  /** JSON text of an object whose members are texts. */
  body?: string;
}

/**
 * Does in a persona's browser what the persona would do by hand: the buttons of labs and their solutions are played with
 * it. Cookies and page storage come from the persona's profile and go back there, so that the visible browser of the
 * same persona is signed in as well.
 */
export class PersonaAgent {
  readonly #deps: AgentDeps;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(deps: AgentDeps) {
    this.#deps = deps;
  }

  /** Signs a persona in to an application, by the pages that a person sees. */
  signIn({ persona, app, username, password, consent = 'allow' }: SignInInput): Promise<Deed> {
    return this.#act(persona, app, async ({ driver, browser, who, appName }) => {
      const first = await driver.startSignIn();
      const answers = { username: username ?? who.username, password: password ?? who.password, consent };
      const page = await answerPages(browser, first, this.#deps.issuer, answers);
      if (isAt(page.url, this.#deps.issuer)) {
        const reason = (page.alerts[0] ?? page.heading).replace(PAGE_LEAD, '');
        const summary = `The provider did not let ${who.name} in. ${reason}`;
        return { ok: false, summary, said: reason };
      }
      const shown = await driver.finishSignIn(page);
      return shown.ok
        ? { ok: true, summary: `${who.name} is signed in to ${appName}.` }
        : { ok: false, summary: `${who.name} is not signed in to ${appName}. ${saysOf('The page', shown)}` };
    });
  }

  /** Has an application call an API for the persona who is signed in there. */
  callApi({ persona, app, api, method, path, body }: CallInput): Promise<Deed> {
    const members = membersOf(body);
    return this.#act(persona, app, async ({ driver }) => {
      const shown = await driver.call({ api, method, path, ...(members ? { body: members } : {}) });
      return { ok: shown.ok, summary: callSummary(`${method} ${path}`, shown), ...statusOf(shown) };
    });
  }

  /** Signs a persona out of an application and of the provider (RP-Initiated Logout). */
  signOut({ persona, app }: { persona: string; app: string }): Promise<Deed> {
    return this.#act(persona, app, async ({ driver, browser, who, appName }) => {
      const first = await driver.startSignOut();
      const answers = { username: who.username, password: who.password, consent: 'allow' as const };
      const page = await answerPages(browser, first, this.#deps.issuer, answers);
      const ok = !isAt(page.url, this.#deps.issuer);
      const summary = ok
        ? `${who.name} is signed out of ${appName} and of the provider.`
        : `The provider did not finish the sign-out. ${page.alerts[0] ?? page.heading}`;
      return { ok, summary };
    });
  }

  /** Reads the newest message that fits, and does what it asks for. */
  readMessage(input: ReadInput): Promise<Deed> {
    const { core, issuer } = this.#deps;
    return this.#act(input.persona, 'mail', ({ browser, url, who }) =>
      readMessage(core, { browser, url, issuer, who }, input),
    );
  }

  /** Presses a button of an application's own page: sends the form at `path` with these fields. */
  press({ persona, app, path, fields = {} }: PressInput): Promise<Deed> {
    return this.#act(persona, app, async ({ browser, url, appName }) => {
      const page = await browser.send(`${url}/`, `${url}${path}`, 'POST', new URLSearchParams(fields));
      const shown = readShown(page);
      return { ok: shown.ok, summary: saysOf(appName, shown), ...statusOf(shown) };
    });
  }

  /** Has a device ask the provider for a user code (RFC 8628 §3.1). */
  startDevice({ persona, app }: { persona: string; app: string }): Promise<Deed> {
    return this.#act(persona, app, async ({ browser, url, appName }) => {
      const page = await browser.open(`${url}/sign-in`);
      const waiting = page.forms.some((form) => new URL(form.action).pathname === '/poll');
      return { ok: waiting, summary: waiting ? `${appName} shows a code.` : page.heading };
    });
  }

  /**
   * Follows the newest link to the provider on a page of `app` (the screen of the device, a message), and answers
   * the provider's pages.
   */
  approveDevice({ persona, app, decision }: ApproveInput): Promise<Deed> {
    return this.#act(persona, app, async ({ browser, url, who }) => {
      const home = await browser.open(`${url}/`);
      const link = home.links.find((address) => isAt(address, this.#deps.issuer));
      if (link === undefined) return { ok: false, summary: 'There is no link to the sign-in page here.' };
      const { username, password } = who;
      const answers = { username, password, consent: decision };
      const page = await answerPages(browser, await browser.open(link), this.#deps.issuer, answers);
      const summary = page.alerts[0] ?? `The provider says “${page.heading}”.`;
      return { ok: page.alerts.length === 0, summary };
    });
  }

  /** Follows a link to the provider that something without pages gave her, and answers the provider's pages. */
  follow({ persona, link }: { persona: string; link: string }): Promise<Deed> {
    const work = async (browser: Browser, { username, password }: PersonaSeed) => {
      const answers = { username, password, consent: 'allow' as const };
      const page = await answerPages(browser, await browser.open(link), this.#deps.issuer, answers);
      return { ok: page.alerts.length === 0, summary: page.alerts[0] ?? page.heading };
    };
    return this.#inBrowser(persona, undefined, work);
  }

  #act(persona: string, app: string, work: (stage: Stage) => Promise<Omit<Deed, 'flow'>>): Promise<Deed> {
    const url = this.#deps.urlOf(app);
    if (url === undefined) throw unknown('application with pages', app);
    return this.#inBrowser(persona, `${url}/`, (browser, who, profile) =>
      work({
        browser,
        url,
        who,
        driver: driverFor(app as AppId, browser, url, profile),
        appName: APP_NAMES[app] ?? app,
      }),
    );
  }

  /** `endsAt`: what the visible browser shows afterwards; undefined leaves it where it was. */
  #inBrowser(
    persona: string,
    endsAt: string | undefined,
    work: (browser: Browser, who: PersonaSeed, profile: PersonaProfile) => Promise<Omit<Deed, 'flow'>>,
  ): Promise<Deed> {
    const who = PERSONAS.find((candidate) => candidate.id === persona);
    if (!who) throw unknown('persona', persona);
    return this.#inTurn(persona, async () => {
      const { core, profiles } = this.#deps;
      const profile = structuredClone(await profiles.read(persona));
      const jar = await jarOf(profile.cookies);
      const node = `browser:${persona}`;
      const { result, flow } = await workAs(core, `persona:${persona}`, node, () => {
        return work(new Browser(core.dispatcher.fetchAs(node), jar), who, profile);
      });
      const url = endsAt === undefined ? {} : { url: endsAt };
      await profiles.replace({ ...profile, cookies: await cookiesOf(jar), ...url });
      return { ...result, flow };
    });
  }

  /** One deed of a persona after the other: she has one browser. */
  #inTurn<T>(persona: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(persona) ?? Promise.resolve()).then(work);
    this.#turns.set(
      persona,
      turn.catch(() => undefined),
    );
    return turn;
  }
}

interface Stage {
  browser: Browser;
  url: string;
  driver: AppDriver;
  who: PersonaSeed;
  appName: string;
}

const APP_NAMES: Readonly<Record<string, string>> = {
  'online-banking': 'Online Banking',
  'care-desk': 'Care Desk',
  pocket: 'Pocket',
  tv: 'Harbour TV',
  notebook: 'Mallory’s notebook',
  mail: 'Mail',
  signet: 'Signet',
};

function driverFor(app: AppId, browser: Browser, url: string, profile: PersonaProfile): AppDriver {
  return app === 'online-banking' ? scriptDriver(browser, url, profile) : pagesDriver(browser, url);
}

const isAt = (url: string, issuer: string): boolean => new URL(url).origin === new URL(issuer).origin;

const statusOf = ({ status }: Shown): { status?: number } => (status === undefined ? {} : { status });

/** What a page tells, as a quotation. */
function saysOf(who: string, { news, title }: Shown): string {
  return `${who} says “${(news ?? title).replace(/\.$/, '')}”.`;
}

function callSummary(call: string, shown: Shown): string {
  const { ok, status, error, title, news } = shown;
  if (status === undefined) return `${call} was not made. ${saysOf('The page', shown)}`;
  return ok
    ? `${call} was answered with ${status}.`
    : `${call} was answered with ${status}${error ? ` ${error}` : ''}: ${news ?? title}.`;
}

function membersOf(body: string | undefined): Record<string, string> | undefined {
  if (body === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
    }
  } catch {
    // Told below, like every other text that is no JSON object.
  }
  throw new GatehouseError({
    code: 'agent.body-invalid',
    what: 'The call was not made.',
    why: 'Its body is no JSON object.',
    next: 'Write a body like {"amount":"12.50"}.',
  });
}

function unknown(kind: string, name: string): GatehouseError {
  return new GatehouseError({
    code: 'agent.unknown',
    what: 'Nothing was done.',
    why: `There is no ${kind} “${name}” in this world.`,
    next: 'Use one of the names that the world screen lists.',
  });
}
