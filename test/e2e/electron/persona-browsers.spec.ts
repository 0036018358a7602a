import { expect, type Page, test } from '@playwright/test';
import { GatehouseApp } from '../pages/gatehouse-app.ts';
import { OutsideSite } from '../pages/outside-site.ts';

/** The personas' browsers inside the window: what they may reach, what they send, and that they are kept apart. */
let app: GatehouseApp;
let site: OutsideSite;
/** Reachable from this machine, and yet none of the sandbox's addresses. */
let elsewhere: OutsideSite;
let alice: Page;

test.beforeAll(async () => {
  elsewhere = await OutsideSite.start({}, '::1');
  site = await OutsideSite.start({
    '/': '<title>start</title><a id="out" href="https://evil.example/">out</a>',
    '/next':
      '<title>next</title><link rel="stylesheet" href="/style.css"><script>document.cookie="who=alice"</script>',
    '/style.css': 'body{}',
    '/hop': { redirect: '/hop2' },
    '/hop2': { redirect: '/next' },
    '/leave': { redirect: 'https://evil.example/taken?code=1' },
    '/embed': (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          `<title>embed</title><iframe src="${elsewhere.origin}/frame"></iframe><img id="i" src="${elsewhere.origin}/pixel.png">`,
        ),
    '/download': (_request, response) =>
      response.writeHead(200, { 'content-disposition': 'attachment; filename=x.txt' }).end('x'),
  });
  app = await GatehouseApp.open({ args: ['--use-fake-device-for-media-stream'] });
  alice = await app.openPersona('alice', `${site.origin}/`);
  await expect(alice).toHaveTitle('start');
});
test.afterAll(async () => {
  await app?.close();
  await site?.stop();
  await elsewhere?.stop();
});

const stateOf = async (persona: string) =>
  (await app.call('browser.list', {})).find((state) => state.persona === persona);

test.beforeEach(async () => {
  await app.goPersona('alice', `${site.origin}/`);
  await expect(alice).toHaveTitle('start');
});

test('a page gets no bridge, no Node and a partition of its own', async () => {
  const names = ['gatehouse', 'require', 'process', 'module', 'Buffer', 'electron'];
  expect(await alice.evaluate((names) => names.filter((name) => name in window), names)).toEqual([]);
  const preferences = await app.electron.evaluate(({ webContents }, url) => {
    const contents = webContents.getAllWebContents().find((other) => other.getURL() === url);
    return (
      contents as unknown as { getLastWebPreferences(): Electron.WebPreferences }
    ).getLastWebPreferences();
  }, alice.url());
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  expect(preferences.preload ?? '').toBe('');
});

test('the theme of the window is that of a persona’s pages; “system” leaves it to the system again', async () => {
  await alice.emulateMedia({ colorScheme: null });
  const isDark = () => alice.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  for (const theme of ['dark', 'light'] as const) {
    await app.call('window.theme', { dark: theme === 'dark', theme });
    await expect.poll(isDark).toBe(theme === 'dark');
  }
  await app.call('window.theme', { dark: false, theme: 'system' });
  await expect.poll(() => app.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('system');
});

test('two personas share neither cookies nor storage', async () => {
  await app.goPersona('alice', `${site.origin}/next`);
  await expect(alice).toHaveTitle('next');
  await alice.evaluate(() => localStorage.setItem('mine', 'alice'));
  const mallory = await app.openPersona('mallory', `${site.origin}/`);
  await expect(mallory).toHaveTitle('start');
  expect(await mallory.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0]);
  expect(await alice.evaluate(() => [document.cookie, localStorage.getItem('mine')])).toEqual([
    'who=alice',
    'alice',
  ]);
});

test.describe('leaving the sandbox', () => {
  const ways: [string, (page: Page) => Promise<unknown>][] = [
    ['by a link', (page) => page.locator('#out').click()],
    [
      'by script',
      (page) =>
        page.evaluate(() => {
          location.href = 'https://evil.example/';
        }),
    ],
    [
      'by plain http',
      (page) =>
        page.evaluate(() => {
          location.href = 'http://evil.example/';
        }),
    ],
    [
      'by a look-alike host',
      (page) =>
        page.evaluate(() => {
          location.href = 'http://localhost.evil.example/';
        }),
    ],
    [
      'by a user name that looks like a host',
      (page) =>
        page.evaluate(() => {
          location.href = 'http://127.0.0.1@evil.example/';
        }),
    ],
    [
      'by a new window',
      (page) =>
        page.evaluate(() => {
          window.open('https://evil.example/');
        }),
    ],
    [
      'by a redirect of the server',
      (page) =>
        page.evaluate(() => {
          location.href = '/leave';
        }),
    ],
    [
      'by a form',
      (page) =>
        page.evaluate(() => {
          const form = document.createElement('form');
          form.method = 'post';
          form.action = 'https://evil.example/';
          document.body.append(form);
          form.submit();
        }),
    ],
  ];
  for (const [way, leave] of ways) {
    test(`${way} ends at a page that says what, why and what next`, async () => {
      await leave(alice);
      await expect(alice.locator('[data-problem="browser.leaves-sandbox"]')).toBeVisible();
      await expect(alice.locator('h1')).toContainText('This browser did not go to http');
      await expect(
        alice.getByText('localhost and 127.0.0.1 alone').or(alice.getByText('speaks plain http')),
      ).toBeVisible();
      expect((await stateOf('alice'))?.url).toContain('evil.example');
    });
  }

  test('by an address from the window ends there as well', async () => {
    await app.goPersona('alice', 'file:///etc/passwd');
    await expect(alice.locator('[data-problem="browser.leaves-sandbox"]')).toBeVisible();
  });

  test('by a frame, a picture, a request or a beacon reaches nobody and leaves the page as it is', async () => {
    await app.goPersona('alice', `${site.origin}/embed`);
    await expect(alice).toHaveTitle('embed');
    expect(await alice.evaluate(() => (document.querySelector('#i') as HTMLImageElement).naturalWidth)).toBe(
      0,
    );
    const tried = await alice.evaluate(async (origin) => {
      navigator.sendBeacon(`${origin}/beacon`, 'x');
      const socket = new WebSocket(origin.replace('http', 'ws'));
      const closed = new Promise((resolve) => socket.addEventListener('close', () => resolve('closed')));
      const fetched = fetch(origin, { mode: 'no-cors' }).then(
        () => 'reached',
        () => 'blocked',
      );
      return [await fetched, await closed];
    }, elsewhere.origin);
    expect(tried).toEqual(['blocked', 'closed']);
    expect(elsewhere.seen).toEqual([]);
  });

  test('stands in the log, with who, where to and why', async () => {
    await alice.locator('#out').click();
    await expect(alice.locator('[data-problem]')).toBeVisible();
    const { events } = await app.call('events.list', { types: ['persona.navigation.refused'], limit: 5000 });
    expect(events.at(-1)).toMatchObject({
      actor: 'persona:alice',
      outcome: 'denied',
      data: { url: 'https://evil.example/', reason: expect.stringContaining('plain http') },
    });
  });

  test('and coming back works', async () => {
    await alice.locator('#out').click();
    await expect(alice.locator('[data-problem]')).toBeVisible();
    await app.call('browser.navigate', { persona: 'alice', action: 'back' });
    await expect(alice).toHaveTitle('start');
    expect((await stateOf('alice'))?.url).toBe(`${site.origin}/`);
  });
});

test('a new window inside the sandbox opens in the same tab', async () => {
  await alice.evaluate(() => {
    window.open('/next');
  });
  await expect(alice).toHaveTitle('next');
});

test('an address at which nobody listens is explained, as for a native application that is not waiting', async () => {
  await app.goPersona('alice', 'http://127.0.0.1:1/callback');
  await expect(alice.locator('[data-problem="browser.no-answer"]')).toBeVisible();
});

test('a download is not kept', async () => {
  await app.goPersona('alice', `${site.origin}/download`);
  await expect.poll(() => site.requestsFor('/download').length).toBe(1);
  await expect(alice).toHaveTitle('start');
});

test('permissions are denied', async () => {
  const answers = await alice.evaluate(async () => {
    const position = new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : error.message),
      );
    });
    return [await position, await Notification.requestPermission()];
  });
  expect(answers).toEqual(['denied', 'denied']);
});

test('a navigation has one trace, over its redirects and for what the page loads; the next has another', async () => {
  site.seen.length = 0;
  await app.goPersona('alice', `${site.origin}/hop`);
  await expect(alice).toHaveTitle('next');
  await expect.poll(() => site.requestsFor('/style.css').length).toBe(1);
  const traceOf = (path: string): string => {
    const parent = site.requestsFor(path)[0]?.headers.traceparent;
    expect(parent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    return String(parent).split('-')[1] ?? '';
  };
  expect(new Set(['/hop', '/hop2', '/next', '/style.css'].map(traceOf)).size).toBe(1);
  await app.goPersona('alice', `${site.origin}/`);
  await expect(alice).toHaveTitle('start');
  expect(traceOf('/')).not.toBe(traceOf('/next'));
});

test('a page cannot pass for another persona', async () => {
  site.seen.length = 0;
  await alice.evaluate(() =>
    fetch('/probe', { headers: { tracestate: 'gatehouse=mallory.0000000000000000', traceparent: 'x' } }),
  );
  const headers = site.requestsFor('/probe')[0]?.headers;
  expect(headers?.tracestate).toMatch(/^gatehouse=alice\.[0-9a-f]{16}$/);
  expect(headers?.traceparent).toMatch(/^00-/);
});

test('the window gets a picture of a browser, and its state as it changes', async () => {
  const { image } = await app.call('browser.freeze', { persona: 'alice' });
  expect(image).toMatch(/^data:image\/png;base64,.{1000}/);
  await app.call('browser.place', { persona: 'alice', bounds: null });
  await app.call('browser.place', { persona: 'alice', bounds: { x: 500, y: 60, width: 600, height: 500 } });
  expect(await stateOf('alice')).toMatchObject({ url: `${site.origin}/`, title: 'start', loading: false });
});

test('a persona that the world does not know has no browser', async () => {
  await expect(app.call('browser.open', { persona: 'nobody' })).rejects.toThrow('persona.unknown');
});
