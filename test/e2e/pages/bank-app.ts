import { expect, type Locator, type Page } from '@playwright/test';

/** The pages of one of the bank's applications, and the provider's that a sign-in passes through. */
export class BankApp {
  readonly page: Page;
  readonly url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
  }

  async open(): Promise<void> {
    await this.page.goto(this.url);
  }

  /** Presses “Sign in” and answers the provider's pages as the persona. */
  async signIn(persona: string, { consent = 'Allow' }: { consent?: 'Allow' | 'Deny' } = {}): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByLabel('User name').fill(persona);
    await this.page.getByLabel('Password').fill(`${persona}-sandbox-1`);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('button', { name: consent, exact: true }).click();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await this.page.getByRole('heading', { name: 'Sign out?' }).waitFor();
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await expect(this.page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  }

  press(button: string): Promise<void> {
    return this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** Where the page says what the newest call brought. */
  get answer(): Locator {
    return this.page.getByLabel('Last answer');
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name });
  }
}
