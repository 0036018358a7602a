import type { Locator, Page } from '@playwright/test';

type Place = 'Labs' | 'Explore' | 'Identity' | 'Traces' | 'Connect' | 'Settings';
type View = 'Browser' | 'Sequence' | 'Token' | 'Request' | 'Configure' | 'Account';

/** The user interface, in a browser or in the desktop window, by what a person sees of it. */
export class GatehousePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens it at the address that the sandbox printed, and waits until it can be used. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.page.locator('[data-app-state="ready"]').waitFor({ state: 'attached' });
  }

  get lesson(): Locator {
    return this.page.getByRole('region', { name: 'Lesson', exact: true });
  }

  get wire(): Locator {
    return this.page.getByRole('region', { name: 'The wire' });
  }

  get welcome(): Locator {
    return this.page.getByRole('dialog', { name: 'Welcome to Gatehouse' });
  }

  get palette(): Locator {
    return this.page.getByRole('dialog', { name: 'Search or run' });
  }

  get clock(): Locator {
    return this.page.getByRole('button', { name: /^Virtual clock/ });
  }

  async goTo(place: Place): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click();
  }

  async show(view: View): Promise<void> {
    await this.page
      .getByRole('tablist', { name: 'Views of the stage' })
      .getByRole('tab', { name: view })
      .click();
  }

  /** Opens a lab from the list. */
  async openLab(title: string): Promise<void> {
    await this.goTo('Labs');
    await this.page
      .getByRole('button', { name: new RegExp(`: ${title.replace(/[?.()]/g, '\\$&')}$`) })
      .click();
    await this.lesson.waitFor();
  }

  /** A check of the open step, by its title. */
  check(title: string): Locator {
    return this.lesson.getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: title });
  }

  step(title: string): Locator {
    return this.lesson.getByRole('heading', { level: 1, name: title });
  }

  /** Says what will happen, where a step asks before it happens. */
  async predict(option: string): Promise<void> {
    await this.lesson.getByRole('radio', { name: option }).check();
    await this.press('That is my prediction');
  }

  /** Presses a button of the lesson. */
  async press(name: string | RegExp): Promise<void> {
    await this.lesson.getByRole('button', { name }).click();
  }
}
