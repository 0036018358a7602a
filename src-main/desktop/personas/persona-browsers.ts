import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserWindow, Session } from 'electron';
import { GatehouseError } from '../../contract/errors.ts';
import type { Bounds, BrowserState } from '../../contract/status.ts';
import type { PersonaProfile } from '../../contract/worker.ts';
import type { HostServices } from '../../host/host-services.ts';
import { personaTraceState } from '../../host/run-secret.ts';
import { folderOf, openPersonaSession } from './persona-session.ts';
import { leavesSandbox, PersonaTab } from './persona-tab.ts';
import { readProfile, replaceProfile, replaceStorage } from './profiles.ts';
import { TraceHeaders } from './trace-headers.ts';

export interface PersonaBrowsersOptions {
  window: BrowserWindow;
  /** Folder in which Electron keeps session partitions. */
  partitions: string;
  /** The run's secret, with which the browsers prove whose they are. */
  secret: string;
  /** Whether the world knows a persona of this id. */
  isPersona(persona: string): Promise<boolean>;
  changed(state: BrowserState): void;
  /** A browser was kept from leaving the sandbox. */
  refused(persona: string, address: string, reason: string): void;
}

/** The personas' browsers inside the window: one tab each, in a session partition of its own. */
export class PersonaBrowsers implements HostServices {
  readonly #options: PersonaBrowsersOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #tabs = new Map<string, PersonaTab>();
  /** Storage of a restored snapshot, for a persona whose browser is not open. */
  readonly #waitingStorage = new Map<string, PersonaProfile['storage']>();

  constructor(options: PersonaBrowsersOptions) {
    this.#options = options;
  }

  /** Opens a persona's browser, at `address` if given. Throws `persona.unknown`. */
  async open(persona: string, address: string | undefined): Promise<BrowserState> {
    if (!isPersonaId(persona) || !(await this.#options.isPersona(persona))) throw unknownPersona(persona);
    const tab = this.#tabs.get(persona) ?? this.#create(persona);
    const waiting = this.#waitingStorage.get(persona);
    if (waiting) {
      this.#waitingStorage.delete(persona);
      await replaceStorage(waiting, this.#session(persona), tab);
    }
    if (address !== undefined) tab.go(address);
    else if (tab.contents.getURL() === '') tab.load('about:blank');
    return tab.state;
  }

  /** Shows a browser in a rectangle of the window's page (CSS px), or hides it. */
  place(persona: string, bounds: Bounds | null): void {
    const { view } = this.#tab(persona);
    if (bounds) {
      const zoom = this.#options.window.webContents.getZoomFactor();
      const scaled = { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height };
      for (const side of ['x', 'y', 'width', 'height'] as const)
        scaled[side] = Math.round(scaled[side] * zoom);
      view.setBounds(scaled);
    }
    view.setVisible(bounds !== null);
  }

  /** A picture of the browser as a data: address. */
  async freeze(persona: string): Promise<string> {
    return (await this.#tab(persona).contents.capturePage()).toDataURL();
  }

  navigate(persona: string, action: 'back' | 'forward' | 'reload'): void {
    const { contents } = this.#tab(persona);
    if (action === 'reload') contents.reload();
    else if (action === 'back') contents.navigationHistory.goBack();
    else contents.navigationHistory.goForward();
  }

  list(): BrowserState[] {
    return [...this.#tabs.values()].map((tab) => tab.state);
  }

  /** Gives the keyboard to the browser on show, if there is one. */
  focusVisible(): void {
    const visible = [...this.#tabs.values()].find((tab) => tab.view.getVisible());
    visible?.contents.focus();
  }

  readProfiles(personas: string[]): Promise<PersonaProfile[]> {
    return Promise.all(
      personas.filter(isPersonaId).map(async (persona) => {
        // What waits to be written is what the browser holds.
        const waiting = this.#waitingStorage.get(persona);
        if (!this.#isUsed(persona)) return { persona, cookies: [], storage: waiting ?? [] };
        const profile = await readProfile(persona, this.#session(persona), this.#tabs.get(persona));
        return waiting ? { ...profile, storage: waiting } : profile;
      }),
    );
  }

  async replaceProfiles(profiles: PersonaProfile[]): Promise<void> {
    await Promise.all(
      profiles.filter(({ persona }) => isPersonaId(persona)).map((profile) => this.#replace(profile)),
    );
  }

  async #replace(profile: PersonaProfile): Promise<void> {
    const { persona, cookies, storage } = profile;
    const tab = this.#tabs.get(persona);
    // Only a page can write storage: where there is none yet, the first one will.
    if (!tab && storage.length > 0) this.#waitingStorage.set(persona, storage);
    else this.#waitingStorage.delete(persona);
    if (cookies.length === 0 && !this.#isUsed(persona)) return;
    await replaceProfile(profile, this.#session(persona), tab);
  }

  /** Opening a partition takes its time; one that nothing was ever kept in holds nothing. */
  #isUsed(persona: string): boolean {
    return this.#sessions.has(persona) || existsSync(join(this.#options.partitions, folderOf(persona)));
  }

  #create(persona: string): PersonaTab {
    const { window, changed, refused } = this.#options;
    const tab = new PersonaTab(persona, this.#session(persona), {
      changed,
      refused: (address, why) => refused(persona, address, why),
      windowKey: (key) => {
        window.webContents.focus();
        if (key === 'palette') pressPaletteKey(window);
      },
    });
    window.contentView.addChildView(tab.view);
    this.#tabs.set(persona, tab);
    return tab;
  }

  #session(persona: string): Session {
    const known = this.#sessions.get(persona);
    if (known) return known;
    const trace = new TraceHeaders(personaTraceState(this.#options.secret, persona));
    const opened = openPersonaSession(persona, trace, {
      refused: (address, why, page) => {
        this.#options.refused(persona, address, why);
        if (page) this.#tabs.get(persona)?.showProblem(address, leavesSandbox(address, why));
      },
    });
    this.#sessions.set(persona, opened);
    return opened;
  }

  #tab(persona: string): PersonaTab {
    const tab = this.#tabs.get(persona);
    if (tab) return tab;
    throw new GatehouseError({
      code: 'browser.not-open',
      what: 'This persona has no browser open.',
      why: `Nothing has opened a browser for "${persona.slice(0, 40)}" in this run.`,
      next: 'Open it first.',
      status: 404,
    });
  }
}

/** Ids become names of session partitions, so they are kept to plain words. */
const isPersonaId = (persona: string): boolean => /^[a-z0-9][a-z0-9-]{0,39}$/.test(persona);

function unknownPersona(persona: string): GatehouseError {
  return new GatehouseError({
    code: 'persona.unknown',
    what: 'There is no such persona.',
    why: `The world knows nobody called "${persona.slice(0, 40)}".`,
    next: 'Choose one of the personas of the sandbox.',
    status: 404,
  });
}

/** The palette's key was pressed inside a persona's page, where the window's page does not hear it. */
function pressPaletteKey(window: BrowserWindow): void {
  const modifiers = [process.platform === 'darwin' ? ('meta' as const) : ('control' as const)];
  window.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'K', modifiers });
  window.webContents.sendInputEvent({ type: 'keyUp', keyCode: 'K', modifiers });
}
