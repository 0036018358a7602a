import express from 'express';
import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { recordSessionStarted, recordSignInFailed } from '../server/app-events.ts';
import { NoSignInPending } from '../server/relying-party.ts';
import { addSessionPages, providerMissing, sendFailure, sessionParts } from '../server/session-pages.ts';
import { signInFailure } from '../server/signin-failure.ts';
import type { AppFace } from '../shared/views.js';
import { backchannelLogout } from './backchannel-logout.ts';

const FACE: AppFace = {
  id: 'care-desk',
  name: 'Care Desk',
  lead: 'Look at accounts, payments and cards for the customers who call.',
  features: ['accounts', 'payments', 'cards'],
};

/**
 * Care Desk: a confidential application. Its server holds the client secret, exchanges the code, keeps the tokens and
 * calls the APIs; the browser never sees a token.
 */
export function careDesk(deps: AppDeps): DemoApp {
  const parts = sessionParts(deps, FACE.id);
  const { visitors, party, sessions } = parts;
  const app = createApp(deps, { formTargets: [deps.issuer] });
  addSessionPages(app, deps, FACE, parts);

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
      recordSignInFailed(deps.core, FACE.id, error, notice.text);
      return sendFailure(res, FACE, notice);
    }
    deps.core.store.transaction(() => {
      const { session } = visitors.renew(res, stored);
      if (session.user) recordSessionStarted(deps.core, FACE.id, session.user.sub, session.user.sid);
    });
    res.redirect(303, '/');
  });

  app.post(
    '/backchannel-logout',
    express.urlencoded({ extended: false }),
    backchannelLogout(deps, FACE.id, parts),
  );
  finishApp(app, deps.core, FACE);
  return { handler: app, stop: async () => undefined };
}
