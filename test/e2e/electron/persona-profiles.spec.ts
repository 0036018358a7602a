import { expect, type Page, test } from '@playwright/test';
import { GatehouseApp } from '../pages/gatehouse-app.ts';
import { OutsideSite } from '../pages/outside-site.ts';

/** What a persona's browser keeps comes back with a snapshot, and stays over a restart of the app. */
let app: GatehouseApp;
let shop: OutsideSite;
let other: OutsideSite;

test.beforeEach(async () => {
  const pages = {
    '/': '<title>shop</title>',
    '/signed-in': ((_request, response) =>
      response
        .writeHead(200, {
          'content-type': 'text/html',
          'set-cookie': ['session=1; path=/; httponly', 'deep=2; path=/signed-in; samesite=lax'],
        })
        .end('<title>signed in</title>')) satisfies Parameters<typeof OutsideSite.start>[0][string],
  };
  shop = await OutsideSite.start(pages);
  other = await OutsideSite.start({ '/': '<title>other</title>' });
  app = await GatehouseApp.open();
});
test.afterEach(async () => {
  await app?.close();
  await shop?.stop();
  await other?.stop();
});

async function go(page: Page, url: string, title: string): Promise<void> {
  await app.goPersona('alice', url);
  await expect(page).toHaveTitle(title);
}

const storage = (page: Page) =>
  page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage } }));
const cookieSent = (site: OutsideSite) =>
  site.seen.filter(({ path }) => path !== '/favicon.ico').at(-1)?.headers.cookie;

test('a snapshot puts back cookies, storage of every origin, and the page', async () => {
  const alice = await app.openPersona('alice', `${shop.origin}/signed-in`);
  await expect(alice).toHaveTitle('signed in');
  await alice.evaluate(() => {
    localStorage.setItem('basket', 'three "apples" </script>');
    sessionStorage.setItem('verifier', 'abc');
  });
  await go(alice, `${other.origin}/`, 'other');
  await alice.evaluate(() => localStorage.setItem('seen', 'yes'));
  const { id } = await app.call('snapshots.take', { name: 'before' });

  await alice.evaluate(() => localStorage.setItem('later', 'gone'));
  await go(alice, `${shop.origin}/`, 'shop');
  await alice.evaluate(() => {
    localStorage.clear();
    sessionStorage.setItem('verifier', 'changed');
    // biome-ignore lint/suspicious/noDocumentCookie: the page writes a cookie as pages do
    document.cookie = 'late=1';
  });
  shop.seen.length = 0;
  await app.call('snapshots.restore', { id });

  await expect(alice).toHaveTitle('other');
  expect(await storage(alice)).toEqual({ local: { seen: 'yes' }, session: {} });
  expect(shop.seen, 'the shop is not asked while its storage is put back').toEqual([]);
  await go(alice, `${shop.origin}/signed-in`, 'signed in');
  expect(await storage(alice)).toEqual({
    local: { basket: 'three "apples" </script>' },
    session: { verifier: 'abc' },
  });
  expect(cookieSent(shop)?.split('; ').sort()).toEqual(['deep=2', 'session=1']);
  await go(alice, `${shop.origin}/`, 'shop');
  expect(cookieSent(shop)).toBe('session=1');
});

test('a persona is still signed in when the app starts again', async () => {
  const alice = await app.openPersona('alice', `${shop.origin}/signed-in`);
  await expect(alice).toHaveTitle('signed in');
  const { dataDir } = app;
  await app.restart();
  expect(app.dataDir).toBe(dataDir);
  await app.openPersona('alice', `${shop.origin}/`);
  await expect.poll(() => shop.requestsFor('/').length).toBe(1);
  expect(cookieSent(shop)).toBe('session=1');
});

test('a snapshot of an earlier run is put back when the persona opens the browser', async () => {
  const alice = await app.openPersona('alice', `${shop.origin}/signed-in`);
  await expect(alice).toHaveTitle('signed in');
  await alice.evaluate(() => {
    localStorage.setItem('basket', 'apples');
    sessionStorage.setItem('verifier', 'abc');
  });
  const { id } = await app.call('snapshots.take', { name: 'before' });
  await alice.evaluate(() => localStorage.setItem('basket', 'pears'));
  await app.restart();
  await app.call('snapshots.restore', { id });
  shop.seen.length = 0;
  const again = await app.openPersona('alice', `${shop.origin}/`);
  await expect(again).toHaveTitle('shop');
  expect(await storage(again)).toEqual({ local: { basket: 'apples' }, session: { verifier: 'abc' } });
  expect(shop.requestsFor('/')).toHaveLength(1);
});
