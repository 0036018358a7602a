import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { addSessionPages, sessionParts } from '../server/session-pages.ts';
import { addWebSignIn } from '../server/web-sign-in.ts';
import type { AppFace } from '../shared/views.js';

const FACE: AppFace = {
  id: 'signet',
  name: 'Signet',
  lead: 'Your accounts, under a key that never leaves this phone.',
  features: ['accounts'],
};

/**
 * Signet: an application with a key of its own. It makes a key pair at each sign-in, has code and tokens bound to it, and
 * signs a proof for every request (RFC 9449). On a phone the private key would lie where no program can read it; here it
 * lies with the session, which no page and no other application can read.
 */
export function signet(deps: AppDeps): DemoApp {
  const parts = sessionParts(deps, FACE.id);
  const app = createApp(deps, { formTargets: [deps.issuer] });
  addSessionPages(app, deps, FACE, parts);
  addWebSignIn(app, deps, FACE, parts);
  finishApp(app, deps.core, FACE);
  return { handler: app, stop: async () => undefined };
}
