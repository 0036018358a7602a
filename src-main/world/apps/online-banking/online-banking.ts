import express from 'express';
import { z } from 'zod';
import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { AppConfig } from '../server/app-config.ts';
import {
  recordApiCalled,
  recordSessionEnded,
  recordSessionStarted,
  recordSignInFailed,
} from '../server/app-events.ts';
import { page } from '../server/pages.ts';
import { answerSchema } from '../server/session.ts';
import { html } from '../shared/html.js';
import { pageAssets } from './assets.ts';
import { FACE } from './face.js';

const subject = z.string().max(64);
const short = z.string().max(1000);

/** What the page tells of itself. It comes from a browser: proof of anything is with provider and gateway alone. */
const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session.started'), sub: subject }),
  z.object({ kind: z.literal('session.ended'), sub: subject.optional() }),
  z.object({ kind: z.literal('signin.failed'), error: short, description: short }),
  z.object({ kind: z.literal('api.called'), sub: subject.optional(), answer: answerSchema }),
]);

/**
 * Online Banking: a public client that lives in the browser alone. This server hands out the page and its
 * configuration, and takes the page's reports; it sees no code and no token.
 */
export function onlineBanking(deps: AppDeps): DemoApp {
  const config = new AppConfig(deps.core.store, FACE.id);
  const assets = pageAssets();
  const app = createApp(deps, { formTargets: [], connect: [deps.issuer, deps.gatewayUrl] });

  app.get(['/', '/callback', '/signed-out'], (_req, res) => {
    const waiting = html`<noscript><p>${FACE.name} is a page that runs in the browser: it needs JavaScript.</p></noscript>`;
    res.send(page(FACE, `${FACE.name} · Harbour Bank`, waiting, { scripts: [assets.entry] }));
  });

  app.get('/assets/{*path}', (req, res, next) => {
    const content = assets.at(req.path);
    if (content === undefined) return next();
    res.set('Cache-Control', 'public, max-age=31536000, immutable').type('text/javascript').send(content);
  });

  app.get('/config.json', (_req, res) => {
    res.json({
      issuer: deps.issuer,
      client_id: FACE.id,
      ...config.signInRequest(),
      apis: config.apis().map((api) => ({
        id: api.id,
        resource: api.definition.resource,
        url: `${deps.gatewayUrl}/${api.id}/${api.version}`,
      })),
      now: deps.core.clock.now(),
    });
  });

  app.post('/client-events', express.json({ limit: '16kb' }), (req, res) => {
    record(reportSchema.parse(req.body));
    res.status(204).end();
  });
  finishApp(app, deps.core, FACE);

  function record(report: z.infer<typeof reportSchema>): void {
    const { core } = deps;
    if (report.kind === 'session.started') recordSessionStarted(core, FACE.id, report.sub, undefined);
    else if (report.kind === 'session.ended') recordSessionEnded(core, FACE.id, report.sub, 'sign-out');
    else if (report.kind === 'api.called') recordApiCalled(core, FACE.id, report.sub, report.answer);
    else recordSignInFailed(core, FACE.id, report.error, report.description);
  }

  return { handler: app, stop: async () => undefined };
}
