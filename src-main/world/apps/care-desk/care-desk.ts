import express from 'express';
import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { addSessionPages, sessionParts } from '../server/session-pages.ts';
import { addWebSignIn } from '../server/web-sign-in.ts';
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
  const app = createApp(deps, { formTargets: [deps.issuer] });
  addSessionPages(app, deps, FACE, parts);

  addWebSignIn(app, deps, FACE, parts);
  app.post(
    '/backchannel-logout',
    express.urlencoded({ extended: false }),
    backchannelLogout(deps, FACE.id, parts),
  );
  finishApp(app, deps.core, FACE);
  return { handler: app, stop: async () => undefined };
}
