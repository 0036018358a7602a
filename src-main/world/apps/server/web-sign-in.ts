import type { Express } from 'express';
import type { AppFace } from '../shared/views.js';
import type { AppDeps } from './app-base.ts';
import { recordSessionStarted, recordSignInFailed } from './app-events.ts';
import { NoSignInPending } from './relying-party.ts';
import { providerMissing, type SessionParts, sendFailure } from './session-pages.ts';
import { signInFailure } from './signin-failure.ts';

/** The way to the provider and back to `/callback`, for applications to whose own address the browser returns. */
export function addWebSignIn(app: Express, deps: AppDeps, face: AppFace, parts: SessionParts): void {
  const { visitors, party, sessions } = parts;
  app.get('/sign-in', async (req, res) => {
    const stored = visitors.ensure(req, res);
    const url = await party.start(stored.session, `${deps.url()}/callback`).catch((error: unknown) => {
      throw providerMissing(error);
    });
    sessions.save(stored.id, stored.session);
    res.redirect(303, url.href);
  });

  app.get('/callback', async (req, res) => {
    // Who comes back without having gone gets no session for it.
    const stored = visitors.current(req);
    try {
      if (!stored) throw new NoSignInPending();
      await party.finish(stored.session, new URL(req.originalUrl, deps.url()).search);
    } catch (thrown) {
      const { error, notice } = signInFailure(thrown);
      if (stored) sessions.save(stored.id, stored.session);
      recordSignInFailed(deps.core, face.id, error, notice.text);
      return sendFailure(res, face, notice);
    }
    deps.core.store.transaction(() => {
      const { session } = visitors.renew(res, stored);
      if (session.user) recordSessionStarted(deps.core, face.id, session.user.sub, session.user.sid);
    });
    res.redirect(303, '/');
  });
}
