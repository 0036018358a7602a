import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const PICTURES = process.env.GATEHOUSE_SCREENS;
const THEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

/**
 * Looks at what a page shows, in both themes: axe finds nothing. Where GATEHOUSE_SCREENS names a folder and the screen
 * has a name, a picture of each theme and size is put there. The page must follow the theme of the system; it is left in
 * the light one.
 */
export async function look(page: Page, name?: string): Promise<void> {
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    // What fades in has the contrast of neither state until it has come to rest.
    await expect(async () => {
      const axe = new AxeBuilder({ page });
      // A theme changes colours and nothing else.
      if (theme === 'dark') axe.withRules(['color-contrast']);
      const { violations } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    }).toPass({ timeout: 15_000 });
    await takePictures(page, name, theme);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function takePictures(page: Page, name: string | undefined, theme: string): Promise<void> {
  if (PICTURES === undefined || name === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForLoadState('networkidle');
    const path = join(PICTURES, `${name}-${theme}-${size.width}.png`);
    await page.screenshot({ path, animations: 'disabled' });
  }
  if (before) await page.setViewportSize(before);
}
