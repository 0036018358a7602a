import type { IncomingMessage, ServerResponse } from 'node:http';
import { NotebookHoldings } from '../notebook/holdings.ts';
import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { recordSessionStarted, recordSignInFailed } from '../server/app-events.ts';
import { contentSecurityPolicy, messagePage } from '../server/pages.ts';
import { addSessionPages, providerMissing, sessionParts } from '../server/session-pages.ts';
import { signInFailure } from '../server/signin-failure.ts';
import { visitingPersona } from '../server/visiting-persona.ts';
import type { AppFace } from '../shared/views.js';
import { RedirectListeners } from './redirect-listener.ts';
import { TORCH_NODE, type Torch, torchCatches } from './torch.ts';

const FACE: AppFace = {
  id: 'pocket',
  name: 'Pocket',
  lead: 'Your accounts and cards, on the phone.',
  features: ['accounts', 'cards'],
};

/**
 * Pocket: a native application (RFC 8252). Its page is the phone's screen; the process behind it is the application on
 * the phone. It signs in through the browser, waits for the answer on a loopback port, and exchanges the code itself,
 * with PKCE in the place of a secret that it could not keep.
 */
export function pocket(deps: AppDeps): DemoApp {
  const parts = sessionParts(deps, FACE.id);
  const { visitors, party, sessions } = parts;
  const listeners = new RedirectListeners(deps.core, `app:${FACE.id}`);
  const torch = phoneTorch(deps);
  const torchListeners = new RedirectListeners(deps.core, TORCH_NODE);
  const app = createApp(deps, { formTargets: [deps.issuer, 'http://127.0.0.1:*'] });
  addSessionPages(app, deps, FACE, parts);

  app.get('/sign-in', async (req, res) => {
    const { id, session } = visitors.ensure(req, res);
    const owner = visitingPersona();
    const redirectUri =
      owner !== undefined && torch.isOn(owner)
        ? await torchListeners.open(id, (request, response) => void caught(id, owner, request, response))
        : await listeners.open(id, (request, response) => void comeBack(id, request, response));
    const url = await party.start(session, redirectUri).catch(async (error: unknown) => {
      await listeners.close(id);
      throw providerMissing(error);
    });
    sessions.save(id, session);
    res.redirect(303, url.href);
  });
  finishApp(app, deps.core, FACE);

  /** The browser is back from the provider, at the loopback listener. */
  async function comeBack(id: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://127.0.0.1');
    if (req.method !== 'GET' || url.pathname !== '/callback') {
      return answerPage(res, 404, messagePage(FACE, NOT_HERE));
    }
    res.once('close', () => void listeners.close(id));
    const session = sessions.get(id);
    try {
      if (!session) throw new Error('The application was reset while you were away.');
      await party.finish(session, url.search);
    } catch (thrown) {
      const { error, notice } = signInFailure(thrown);
      if (session) sessions.save(id, session);
      recordSignInFailed(deps.core, FACE.id, error, notice.text);
      return answerPage(res, 400, messagePage(FACE, notice, `${deps.url()}/`));
    }
    deps.core.store.transaction(() => {
      sessions.save(id, session);
      if (session.user) recordSessionStarted(deps.core, FACE.id, session.user.sub, session.user.sid);
    });
    // On a phone the application would come to the front; here the browser shows its screen again. Not by a redirect:
    // the browser is still sending the provider's form, which may lead to this listener and no further.
    res.setHeader('refresh', `0; url=${deps.url()}/`);
    answerPage(res, 200, messagePage(FACE, SIGNED_IN, `${deps.url()}/`));
  }

  /** The phone handed the redirect to Torch. */
  async function caught(id: string, owner: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    res.once('close', () => void torchListeners.close(id));
    const redirectUri = sessions.get(id)?.pending?.redirectUri ?? deps.url();
    const body = await torchCatches(deps.core, torch, { owner, redirectUri }, req);
    answerPage(res, 200, body);
  }

  const stop = async () => {
    await Promise.all([listeners.closeAll(), torchListeners.closeAll()]);
  };
  return { handler: app, stop };
}

function phoneTorch({ core, urlOf }: AppDeps): Torch {
  const holdings = new NotebookHoldings(core);
  return {
    isOn: (persona) => persona !== undefined && holdings.read().torchOn === persona,
    dropUrl: () => `${urlOf('notebook')}/drop`,
  };
}

const SIGNED_IN = {
  kind: 'info',
  title: 'You are signed in',
  text: `${FACE.name} has its answer. You can close this page.`,
} as const;

const NOT_HERE = {
  kind: 'error',
  title: 'Nothing here',
  text: 'This address waits for one answer of the identity provider, and for nothing else.',
} as const;

function answerPage(res: ServerResponse, status: number, body: string): void {
  res.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy({ formTargets: [] }),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  res.end(body);
}
