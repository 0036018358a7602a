import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { GatehouseError } from '../../../contract/errors.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { AppFace, Notice } from '../shared/views.js';
import { ApiCaller, SignInOver } from './api-caller.ts';
import type { AppDeps } from './app-base.ts';
import { AppConfig } from './app-config.ts';
import { recordSessionEnded } from './app-events.ts';
import { homePage, messagePage } from './pages.ts';
import { RelyingParty } from './relying-party.ts';
import { SessionStore } from './session-store.ts';
import { Visitors } from './visitors.ts';

const callSchema = z.object({
  api: z.string().max(40),
  method: z.enum(['GET', 'POST']),
  path: z.string().startsWith('/').max(200),
});

/** How often sessions are looked through for those that are over, ms of virtual time. */
const EXPIRY_LOOKED_AT_MS = 60_000;

/** The parts from which an application that keeps sessions is made. */
export interface SessionParts {
  sessions: SessionStore;
  visitors: Visitors;
  party: RelyingParty;
  caller: ApiCaller;
}

export function sessionParts({ core, issuer, gatewayUrl }: AppDeps, clientId: string): SessionParts {
  const config = new AppConfig(core.store, clientId);
  const sessions = new SessionStore(core.store, core.clock, clientId);
  core.scheduler.every(`app.${clientId}.sessions`, EXPIRY_LOOKED_AT_MS, () =>
    core.store.transaction(() => {
      for (const { session } of sessions.expire())
        recordSessionEnded(core, clientId, session.user?.sub, 'expired');
    }),
  );
  const party = new RelyingParty(core, config, clientId, issuer);
  return {
    sessions,
    visitors: new Visitors(sessions, clientId),
    party,
    caller: new ApiCaller(core, clientId, config, party, gatewayUrl),
  };
}

/** Home, API calls and sign-out, which Care Desk and Pocket share. How a sign-in goes is their own affair. */
export function addSessionPages(app: Express, deps: AppDeps, face: AppFace, parts: SessionParts): void {
  const { sessions, visitors, party, caller } = parts;
  app.get('/', (req, res) => {
    const session = visitors.current(req)?.session;
    res.send(homePage({ app: face, user: session?.user, data: session?.data ?? {}, last: session?.last }));
  });
  app.post('/call', async (req: Request, res: Response) => {
    const stored = visitors.current(req);
    if (!stored?.session.user) return void res.redirect(303, '/');
    const call = callSchema.parse(req.body);
    await sessions.inTurn(stored.id, async () => {
      // Read again: another call of the same session may have changed it while this one waited.
      const session = sessions.get(stored.id);
      if (!session) return;
      try {
        await caller.call(session, call, bodyOf(req.body as Record<string, unknown>, call.method));
        sessions.save(stored.id, session);
      } catch (error) {
        if (!(error instanceof SignInOver)) throw error;
        visitors.leave(res, stored);
        recordSessionEnded(deps.core, face.id, session.user?.sub, 'refresh-refused');
      }
    });
    res.redirect(303, '/');
  });
  app.post('/sign-out', async (req, res) => {
    const stored = visitors.current(req);
    if (!stored) return void res.redirect(303, '/');
    const url = await party.endSessionUrl(stored.session, `${deps.url()}/signed-out`);
    deps.core.store.transaction(() => {
      visitors.leave(res, stored);
      if (stored.session.user) recordSessionEnded(deps.core, face.id, stored.session.user.sub, 'sign-out');
    });
    res.redirect(303, url.href);
  });
  app.get('/signed-out', (_req, res) => {
    const text = `${face.name} and the bank’s sign-in have both forgotten you.`;
    res.send(messagePage(face, { kind: 'info', title: 'You are signed out', text }));
  });
}

/** Answers with a page that says why a sign-in did not work. */
export function sendFailure(res: Response, face: AppFace, notice: Notice): void {
  res.status(400).send(messagePage(face, notice));
}

/** Thrown where the provider cannot be reached, which here means that it is not running. */
export function providerMissing(cause: unknown): GatehouseError {
  return new GatehouseError({
    code: 'app.provider-unreachable',
    what: 'The sign-in could not begin.',
    why: 'The identity provider did not answer.',
    next: 'Wait a moment and try again.',
    detail: cause instanceof Error ? cause.message : String(cause),
    cause,
    status: 502,
  });
}

/** The fields of a form named `body.…`, as the JSON body of a call. */
function bodyOf(fields: Record<string, unknown>, method: string): JsonObject | undefined {
  if (method === 'GET') return undefined;
  const entries = Object.entries(fields).flatMap(([name, value]) =>
    name.startsWith('body.') && typeof value === 'string'
      ? [[name.slice('body.'.length), value] as const]
      : [],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
