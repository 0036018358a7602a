import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type TestWorld } from './running-world.ts';
import { dataFolder } from './support.ts';

const folder = dataFolder();
let world: TestWorld;
beforeAll(async () => {
  world = await startWorld(folder.dir);
});
afterAll(async () => {
  await world.stop();
  folder.remove();
});

test('provider and applications serve the app’s typeface themselves, and their pages may use it', async () => {
  const { issuer, apps } = world;
  for (const origin of [issuer, ...Object.values(apps)]) {
    const font = await fetch(`${origin}/assets/inter.woff2`);
    expect(font.headers.get('content-type'), origin).toBe('font/woff2');
    expect(
      Buffer.from(await font.arrayBuffer())
        .subarray(0, 4)
        .toString('latin1'),
    ).toBe('wOF2');
  }
  const page = await fetch(`${apps['care-desk']}/`);
  expect(page.headers.get('content-security-policy')).toContain("font-src 'self'");
  expect(await page.text()).toContain('url("/assets/inter.woff2")');
  const styles = await (await fetch(`${issuer}/assets/provider.css`)).text();
  expect(styles).toContain('url("/assets/inter.woff2")');
});
