import { type Session, type WebContents, WebContentsView } from 'electron';
import type { PublicError } from '../../contract/errors.ts';
import type { BrowserState } from '../../contract/status.ts';
import { refusalOf } from '../addresses.ts';
import { pagePreferences } from '../page-preferences.ts';
import { problemPageAddress } from '../problem-page.ts';
import { keepOffNetwork } from '../window-guards.ts';
import { PageStorage } from './page-storage.ts';

/** What a tab tells its owner. */
export interface PersonaTabEvents {
  changed(state: BrowserState): void;
  /** The tab was kept from going to an address. */
  refused(address: string, why: string): void;
  /** A key that belongs to the window around the tab was pressed. */
  windowKey(key: 'leave' | 'palette'): void;
}

/** A load that something newer has replaced (net::ERR_ABORTED). */
const ABORTED = -3;

/** The one tab of a persona's browser: a page inside the window that can reach the sandbox and nothing else. */
export class PersonaTab {
  readonly view: WebContentsView;
  readonly storage: PageStorage;
  readonly #persona: string;
  readonly #events: PersonaTabEvents;
  /** The address that the problem page on show speaks of. */
  #problemAt: string | undefined;

  constructor(persona: string, session: Session, events: PersonaTabEvents) {
    this.#persona = persona;
    this.#events = events;
    // No preload: a page of the sandbox gets nothing that a page in an ordinary browser would not have.
    this.view = new WebContentsView({ webPreferences: { ...pagePreferences(), session } });
    this.view.setBackgroundColor('#ffffff');
    this.view.setVisible(false);
    this.storage = new PageStorage(this.contents);
    this.#guard();
    this.#report();
  }

  get contents(): WebContents {
    return this.view.webContents;
  }

  get state(): BrowserState {
    const { contents } = this;
    return {
      persona: this.#persona,
      url: this.#problemAt ?? (contents.getURL() || 'about:blank'),
      title: contents.getTitle(),
      loading: contents.isLoading(),
      canGoBack: contents.navigationHistory.canGoBack(),
      canGoForward: contents.navigationHistory.canGoForward(),
    };
  }

  /** Goes to an address of the sandbox; any other shows why not. */
  go(address: string): void {
    const refusal = refusalOf(address);
    if (refusal) this.#refuse(address, refusal.why);
    else this.load(address);
  }

  /** Loads without asking: for addresses that the main process made. */
  load(address: string): void {
    // What goes wrong comes as did-fail-load, which shows it.
    this.contents.loadURL(address).catch(() => undefined);
  }

  /** Says in the tab what went wrong. Later, since a navigation that is being refused has to end first. */
  showProblem(address: string, problem: PublicError): void {
    setImmediate(() => {
      if (this.contents.isDestroyed()) return;
      this.#problemAt = address;
      this.load(problemPageAddress(problem));
    });
  }

  #refuse(address: string, why: string): void {
    this.#events.refused(address, why);
    this.showProblem(address, leavesSandbox(address, why));
  }

  #guard(): void {
    const { contents } = this;
    const stay = (details: { url: string; isMainFrame: boolean; preventDefault(): void }): void => {
      const refusal = refusalOf(details.url);
      if (!refusal) return;
      details.preventDefault();
      if (details.isMainFrame) this.#refuse(details.url, refusal.why);
      else this.#events.refused(details.url, refusal.why);
    };
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    keepOffNetwork(contents);
    // There is one tab: a new window opens in it.
    contents.setWindowOpenHandler(({ url }) => {
      setImmediate(() => {
        if (!contents.isDestroyed()) this.go(url);
      });
      return { action: 'deny' };
    });
    // A page that asks "leave this page?" cannot hold a persona back.
    contents.on('will-prevent-unload', (event) => event.preventDefault());
    contents.on('before-input-event', (event, input) => {
      if (input.type !== 'keyDown') return;
      const palette = input.key.toLowerCase() === 'k' && (input.control || input.meta);
      if (input.key !== 'F6' && !palette) return;
      event.preventDefault();
      this.#events.windowKey(palette ? 'palette' : 'leave');
    });
  }

  #report(): void {
    const { contents } = this;
    const tell = (): void => this.#events.changed(this.state);
    contents.on('did-start-loading', tell);
    contents.on('did-stop-loading', tell);
    contents.on('page-title-updated', tell);
    contents.on('did-navigate-in-page', tell);
    contents.on('did-navigate', (_event, url) => {
      if (!url.startsWith('data:')) this.#problemAt = undefined;
      tell();
    });
    contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
      if (isMainFrame && code !== ABORTED && refusalOf(url) === null)
        this.showProblem(url, doesNotAnswer(url, description));
    });
    contents.on('render-process-gone', (_event, details) => {
      if (details.reason !== 'clean-exit') this.showProblem(contents.getURL(), pageDied(details.reason));
    });
  }
}

/** The page in place of one that lies outside of the sandbox. */
export function leavesSandbox(address: string, why: string): PublicError {
  return {
    code: 'browser.leaves-sandbox',
    what: `This browser did not go to ${address.slice(0, 300)}`,
    why,
    next: 'Go back, or open one of the applications of the sandbox. To look at another site, use your own browser.',
  };
}

function doesNotAnswer(address: string, description: string): PublicError {
  return {
    code: 'browser.no-answer',
    what: `Nothing answered at ${address.slice(0, 300)}`,
    why: `${description}. The program that should listen there is not running, or listens on another port.`,
    next: 'Start it, or go back. A native application listens only while it waits for its answer (RFC 8252 §7.3).',
  };
}

function pageDied(reason: string): PublicError {
  return {
    code: 'browser.page-died',
    what: 'This page has ended.',
    why: `Its process stopped: ${reason}.`,
    next: 'Reload it.',
  };
}
