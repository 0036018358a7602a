import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { recordSessionEnded, recordSessionStarted, recordSignInFailed } from '../server/app-events.ts';
import { messagePage, page } from '../server/pages.ts';
import { addSessionPages, providerMissing, sessionParts } from '../server/session-pages.ts';
import { signInFailure } from '../server/signin-failure.ts';
import type { AppFace } from '../shared/views.js';
import { codeScreen } from './code-screen.ts';

const FACE: AppFace = {
  id: 'tv',
  name: 'Harbour TV',
  lead: 'Your accounts on the big screen. A remote control is no keyboard, so you sign in on your phone or laptop.',
  features: ['accounts'],
};

/**
 * Harbour TV: a device without a keyboard (RFC 8628). It asks the provider for a code, shows it, and asks again until
 * somebody has approved it in a browser elsewhere. Its page is the screen of the television. A real one asks every few
 * seconds; here the person presses a button, so that each question can be looked at.
 */
export function tv(deps: AppDeps): DemoApp {
  const parts = sessionParts(deps, FACE.id);
  const { visitors, party, sessions } = parts;
  const app = createApp(deps, { formTargets: [deps.issuer] });

  app.get('/', (req, res, next) => {
    const device = visitors.current(req)?.session.device;
    if (!device) return next();
    res.send(page(FACE, `${FACE.name} · Harbour Bank`, codeScreen(device)));
  });

  app.get('/sign-in', async (req, res) => {
    const stored = visitors.ensure(req, res);
    await party.startDevice(stored.session).catch((error: unknown) => {
      throw providerMissing(error);
    });
    sessions.save(stored.id, stored.session);
    res.redirect(303, '/');
  });

  app.post('/poll', async (req, res) => {
    const stored = visitors.current(req);
    if (!stored?.session.device) return void res.redirect(303, '/');
    try {
      await party.finishDevice(stored.session);
    } catch (thrown) {
      const { error, notice } = signInFailure(thrown);
      if (error === 'authorization_pending' || error === 'slow_down') {
        const waiting = {
          kind: 'info',
          title: 'Not yet',
          text: 'Nobody has approved this code so far.',
          detail: error,
        } as const;
        const screen = codeScreen(stored.session.device, waiting);
        return void res.send(page(FACE, `${FACE.name} · Harbour Bank`, screen));
      }
      stored.session.device = undefined;
      sessions.save(stored.id, stored.session);
      recordSignInFailed(deps.core, FACE.id, error, notice.text);
      return void res
        .status(400)
        .send(messagePage(FACE, { ...notice, title: TITLES[error] ?? notice.title }));
    }
    deps.core.store.transaction(() => {
      const { session } = visitors.renew(res, stored);
      if (session.user) recordSessionStarted(deps.core, FACE.id, session.user.sub, session.user.sid);
    });
    res.redirect(303, '/');
  });

  // The person who approved has her session in another browser: there is none of the provider's to end here.
  app.post('/sign-out', (req, res) => {
    const stored = visitors.current(req);
    if (stored) {
      deps.core.store.transaction(() => {
        visitors.leave(res, stored);
        if (stored.session.user) recordSessionEnded(deps.core, FACE.id, stored.session.user.sub, 'sign-out');
      });
    }
    res.redirect(303, '/');
  });

  addSessionPages(app, deps, FACE, parts);
  finishApp(app, deps.core, FACE);
  return { handler: app, stop: async () => undefined };
}

/** What the television shows for each answer that ends the waiting (RFC 8628 §3.5). */
const TITLES: Readonly<Record<string, string>> = {
  access_denied: 'Refused: nobody is connected',
  expired_token: 'The code has expired',
};
