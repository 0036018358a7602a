import express, { type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { GatehouseError, toPublicError } from '../../../contract/errors.ts';
import type { Core } from '../../../events/core.ts';
import { PAGE_FONT, PAGE_FONT_PATH } from '../../../events/page-font.ts';
import type { AppId } from '../../seed/applications.ts';
import type { AppFace } from '../shared/views.js';
import { recordRefused } from './app-events.ts';
import type { AppRule } from './app-rules.ts';
import { contentSecurityPolicy, messagePage, type PagePolicy } from './pages.ts';

/** What every application of the world is given. */
export interface AppDeps {
  core: Core;
  issuer: string;
  gatewayUrl: string;
  /** The application's own address, known once it listens. */
  url: () => string;
  /** The address of another application or site of the world, known once it listens. */
  urlOf: (app: AppId) => string;
}

/** An application before it listens. */
export interface DemoApp {
  handler: express.Express;
  /** Lets go of what it holds beside its own listener. */
  stop: () => Promise<void>;
}

const FORM_LIMIT = '16kb';

/** An Express application with what all of them share: security headers, form bodies, and a check of the Origin. */
export function createApp(deps: AppDeps, policy: PagePolicy): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use((_req, res, next) => {
    res.set({
      'Content-Security-Policy': contentSecurityPolicy(policy),
      'X-Content-Type-Options': 'nosniff',
      // Not `no-referrer`: browsers would then hide the origin of our own forms too (Origin: null).
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    });
    next();
  });
  app.get(PAGE_FONT_PATH, (_req, res) => {
    res.set('Cache-Control', 'public, max-age=86400').type('font/woff2').send(PAGE_FONT);
  });
  app.use((req, _res, next) => {
    assertOwnOrigin(req, deps.url());
    next();
  });
  app.use(express.urlencoded({ extended: false, limit: FORM_LIMIT }));
  return app;
}

/** The last handlers: what no route took, and errors as pages. Call after the routes. */
export function finishApp(app: express.Express, core: Core, face: AppFace): void {
  app.use((req: Request, res: Response) => {
    const text = `${face.name} has no page ${req.path}.`;
    res.status(404).send(messagePage(face, { kind: 'error', title: 'No such page', text }));
  });
  app.use((error: unknown, req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error);
    const { what, why, next: hint, code } = toPublicError(error);
    const status = error instanceof GatehouseError ? error.status : statusOf(error);
    const detail = error instanceof GatehouseError ? error.detail : status >= 500 ? String(error) : undefined;
    recordRefused(core, face.id, ruleOf(code, status), { status, seen: `${req.method} ${req.path}`, detail });
    const message = { kind: 'error', title: what, text: `${why} ${hint}`, detail: code } as const;
    res.status(status).send(messagePage(face, message));
  });
}

const RULES: Readonly<Record<string, AppRule>> = {
  'app.foreign-origin': 'app.form.own-origin',
  'app.provider-unreachable': 'app.provider.reachable',
};

/** The rule behind an error: what the sender got wrong is its form, whatever else is the application's own fault. */
const ruleOf = (code: string, status: number): AppRule =>
  RULES[code] ?? (status < 500 ? 'app.form.valid' : 'app.sandbox.sound');

/**
 * A form that another page sends here must change nothing. `SameSite=Lax` does not help: every application of the
 * sandbox is on the same site, as ports do not count there. Programs that are no browsers send no Origin.
 */
function assertOwnOrigin(req: Request, url: string): void {
  const origin = req.get('origin');
  if (req.method === 'GET' || req.method === 'HEAD' || origin === undefined || origin === url) return;
  throw new GatehouseError({
    code: 'app.foreign-origin',
    what: 'This form was not accepted.',
    why: 'It came from another page than this application’s own (cross-site request forgery).',
    next: 'Use the buttons on the application’s page.',
    detail: origin,
    status: 403,
  });
}

/** What a body's check throws is the sender's fault; what Express throws carries its status (a body too large, say). */
function statusOf(error: unknown): number {
  if (error instanceof z.ZodError) return 400;
  const status = error instanceof Error && 'status' in error ? Number(error.status) : Number.NaN;
  return status >= 400 && status < 500 ? status : 500;
}
