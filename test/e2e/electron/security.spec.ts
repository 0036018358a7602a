import { expect, test } from '@playwright/test';
import { GatehouseApp } from '../pages/gatehouse-app.ts';
import { OutsideSite } from '../pages/outside-site.ts';

/** The window's hardening, line by line, in the window itself. The personas' browsers have a file of their own. */
let app: GatehouseApp;
let site: OutsideSite;

test.beforeAll(async () => {
  site = await OutsideSite.start({ '/': '<title>outside</title>' });
  app = await GatehouseApp.open({ args: ['--use-fake-device-for-media-stream'] });
});
test.afterAll(async () => {
  await app?.close();
  await site?.stop();
});

const page = () => app.window;

test('the page is isolated: no Node, no Electron, and a bridge that it cannot change', async () => {
  const seen = await page().evaluate(() => {
    const names = [
      'require',
      'process',
      'module',
      'Buffer',
      'global',
      'electron',
      'ipcRenderer',
      '__dirname',
    ];
    const bridge = (window as unknown as { gatehouse: Record<string, unknown> }).gatehouse;
    const before = bridge.call;
    try {
      bridge.call = () => 'mine';
    } catch {
      // A frozen object throws in strict mode.
    }
    return {
      leaked: names.filter((name) => name in window),
      keys: Object.keys(bridge).sort(),
      same: bridge.call === before,
    };
  });
  expect(seen).toEqual({ leaked: [], keys: ['call', 'callForText', 'host', 'subscribe'], same: true });
});

test('the window runs with context isolation, sandbox and web security, and without Node or webviews', async () => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Electron.WebPreferences;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  });
});

test('the page has a strict policy, keeps to it, and injected code does not run', async () => {
  const policy = await page().evaluate(async () =>
    (await fetch(location.href)).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  await page().addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations, injected: false });
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  await page().reload();
  await page().locator('[data-app-state="ready"]').waitFor({ state: 'attached' });
  expect(await page().evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);

  const state = await page().evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const image = document.createElement('img');
    image.setAttribute('onerror', 'window.injected = true');
    document.body.append(image);
    const failed = new Promise((resolve) => image.addEventListener('error', resolve));
    image.src = 'https://outside.example/x.png';
    await failed;
    script.remove();
    image.remove();
    const { injected, violations } = window as unknown as { injected: boolean; violations: string[] };
    return { injected, violations };
  });
  expect(state.injected).toBe(false);
  expect(state.violations).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^script-src-elem inline/),
      expect.stringMatching(/^img-src https:\/\/outside\.example/),
    ]),
  );
});

test.describe('a navigation to', () => {
  /** The first ones reach Electron, which tells that they were prevented; the browser itself stops the others before. */
  const crafted = [
    'app://evil/index.html',
    'app://gatehouse.evil/index.html',
    'app://gatehouse@evil/index.html',
    'https://evil.example/?next=app://gatehouse/index.html',
    'http://127.0.0.1:1/',
  ];
  for (const address of crafted) {
    test(`${address} is refused`, async () => {
      // The main process must listen before the page goes: the two are reached by different sockets, in no order.
      const heard = await app.electron.evaluateHandle(({ BrowserWindow }) => ({
        navigation: new Promise((resolve) => {
          BrowserWindow.getAllWindows()[0]?.webContents.once('will-frame-navigate', (event) =>
            resolve([event.url, event.defaultPrevented]),
          );
        }),
      }));
      await page().evaluate((url) => {
        location.href = url;
      }, address);
      expect(await heard.evaluate(({ navigation }) => navigation)).toEqual([expect.any(String), true]);
      await expectAtHome();
    });
  }

  for (const address of [
    'data:text/html,<title>evil</title>',
    'file:///etc/passwd',
    'javascript:window.injected=true',
    'chrome://version',
  ]) {
    test(`${address} goes nowhere`, async () => {
      await page().evaluate((url) => {
        const link = document.createElement('a');
        link.href = url;
        document.body.append(link);
        link.click();
        link.remove();
      }, address);
      await expectAtHome();
      expect(
        await page().evaluate(() => (window as unknown as { injected?: boolean }).injected ?? false),
      ).toBe(false);
    });
  }

  async function expectAtHome(): Promise<void> {
    // A call goes to the main process and back, behind anything that a navigation would have begun.
    await app.call('clock.get', {});
    expect(page().url()).toMatch(/^app:\/\/gatehouse\//);
    expect(
      await app.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
      ),
    ).toEqual([page().url()]);
  }
});

test('an empty page, which nothing can prevent, gives way to the interface again', async () => {
  await page().evaluate(() => {
    location.href = 'about:blank';
  });
  await page().locator('[data-app-state="ready"]').waitFor({ state: 'attached' });
  expect(page().url()).toMatch(/^app:\/\/gatehouse\//);
});

test('no new window opens, neither by script nor by a link', async () => {
  const opened = await page().evaluate((origin) => {
    const link = document.createElement('a');
    link.href = origin;
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.remove();
    return [window.open(origin), window.open('about:blank'), window.open(location.href)].map(
      (other) => other === null,
    );
  }, site.origin);
  expect(opened).toEqual([true, true, true]);
  await app.call('clock.get', {});
  expect(await app.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  expect(site.seen).toEqual([]);
});

test('a form cannot carry anything out, and a webview is no element', async () => {
  const kind = await page().evaluate((origin) => {
    const form = document.createElement('form');
    form.action = origin;
    form.method = 'post';
    document.body.append(form);
    form.submit();
    form.remove();
    const view = document.createElement('webview');
    view.setAttribute('src', origin);
    document.body.append(view);
    const name = view.constructor.name;
    view.remove();
    return name;
  }, site.origin);
  expect(kind).toBe('HTMLElement');
  await app.call('clock.get', {});
  expect(site.seen).toEqual([]);
});

test("the window's session reaches no server, whatever asks", async () => {
  const reached = await app.electron.evaluate(
    ({ session }, origin) =>
      session.defaultSession.fetch(origin).then(
        () => 'reached',
        (error: Error) => error.message,
      ),
    site.origin,
  );
  expect(reached).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(site.seen).toEqual([]);
});

test('the protocol serves the interface and nothing around it', async () => {
  const statuses = await page().evaluate(async () => {
    const ask = async (path: string, init?: RequestInit) =>
      (await fetch(`app://gatehouse${path}`, init)).status;
    return {
      page: await ask('/index.html'),
      outside: await Promise.all(
        [
          '/..%2f..%2fpackage.json',
          '/%2e%2e/%2e%2e/package.json',
          '/..%5c..%5cpackage.json',
          '/assets/..%2f..%2fmain/main.js',
          '/nothing.js',
          '/index.html%00',
        ].map((path) => ask(path)),
      ),
      post: await ask('/index.html', { method: 'POST', body: 'x' }),
    };
  });
  expect(statuses.page).toBe(200);
  expect(new Set(statuses.outside)).toEqual(new Set([404]));
  expect(statuses.post).toBe(405);
});

test('permissions are denied, but for the copy buttons', async () => {
  const answers = await page().evaluate(async () => {
    const position = new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : error.message),
      );
    });
    const camera = navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      (error: Error) => error.name,
    );
    // Asked for, not done: writing needs the keyboard, which a window has only under a window manager.
    const copy = (await navigator.permissions.query({ name: 'clipboard-write' as PermissionName })).state;
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
    ] as PermissionName[];
    const states = await Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name })).state),
    );
    return {
      position: await position,
      camera: await camera,
      copy,
      states: [...new Set(states)],
      notification: await Notification.requestPermission(),
    };
  });
  expect(answers).toEqual({
    position: 'denied',
    camera: 'NotAllowedError',
    copy: 'granted',
    states: ['denied'],
    notification: 'denied',
  });
});

test('a page from elsewhere that got hold of the bridge is turned away, in words', async () => {
  const preload = await app.electron.evaluate(({ app }) => `${app.getAppPath()}/out/preload/preload.cjs`);
  const refused = await app.electron.evaluate(
    async ({ BrowserWindow }, { preload, origin }) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload, partition: 'foreign' } });
      await foreign.loadURL(origin);
      const answer = await foreign.webContents.executeJavaScript(
        "gatehouse.call('clock.get', {}).then(() => 'answered', (error) => error)",
      );
      foreign.destroy();
      return answer;
    },
    { preload, origin: site.origin },
  );
  expect(refused).toMatchObject({ code: 'ipc.sender-refused' });
});

test('calls that the contract does not know are refused with a typed error', async () => {
  const codes = await page().evaluate(async () => {
    const { gatehouse } = window as unknown as {
      gatehouse: { call(method: unknown, input: unknown): Promise<unknown> };
    };
    const code = (method: unknown, input: unknown) =>
      gatehouse.call(method, input).then(
        () => 'answered',
        (error: { code?: string }) => error.code,
      );
    return [
      await code('__proto__', {}),
      await code(7, {}),
      await code('clock.advance', { ms: 'x' }),
      await code('browser.open', { persona: '../x' }),
    ];
  });
  expect(codes).toEqual(['method.unknown', 'input.invalid', 'input.invalid', 'persona.unknown']);
});
