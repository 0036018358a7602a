import { createHash } from 'node:crypto';
import express, { type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Core } from '../../events/core.ts';
import { createObservedServer } from '../../events/observed-server.ts';

/** The service in stories and in the list of participants. */
export const ACTION_NODE = 'api:actions';

const tokenRequest = z.object({
  event: z.object({
    user: z.object({ id: z.string() }).optional(),
    request: z.object({ clientId: z.string(), scopes: z.array(z.string()) }),
  }),
});

const passwordRequest = z.object({
  event: z.object({
    user: z.object({
      updatingCredential: z.object({ format: z.enum(['HASH', 'PLAIN_TEXT']), value: z.string() }),
    }),
  }),
});

/** Passwords that long lists of stolen ones hold, all long enough for the bank's own policy. */
export const BREACHED_PASSWORDS = [
  'password1234',
  'password12345',
  'passwordpassword',
  'qwertyuiop123',
  'qwerty123456',
  '123456789012',
  'iloveyou1234',
  'letmein12345',
  'correct horse battery staple',
  'harbourbank2026',
] as const;

const digestOf = (password: string): string => createHash('sha256').update(password).digest('base64');
const BREACHED: ReadonlySet<string> = new Set(BREACHED_PASSWORDS.map(digestOf));

/** Customers whose payments the bank's fraud watch has stopped. */
const WATCHED: ReadonlySet<string> = new Set(['mallory']);

/**
 * The bank's own service of actions, a small one to point the directory at. Before a token is issued it adds which segment a
 * customer is in, and refuses what the fraud watch has stopped. Before a password is changed it looks for it among the
 * breached ones.
 */
export async function startActionService(core: Core): Promise<{ url: string; close(): Promise<void> }> {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(express.json({ limit: '64kb' }));
  app.post('/pre-issue-access-token', (req: Request, res: Response) => {
    const { user, request } = tokenRequest.parse(req.body).event;
    if (user && WATCHED.has(user.id) && request.scopes.includes('payments:create'))
      return void res.json({
        actionStatus: 'FAILED',
        failureReason: 'fraud_watch',
        failureDescription: 'The fraud watch has stopped payments of this customer.',
      });
    const claim = { name: 'segment', value: user ? 'retail' : 'machine' };
    res.json({
      actionStatus: 'SUCCESS',
      operations: [{ op: 'add', path: '/accessToken/claims/-', value: claim }],
    });
  });
  app.post('/pre-update-password', (req: Request, res: Response) => {
    const { format, value } = passwordRequest.parse(req.body).event.user.updatingCredential;
    const breached = BREACHED.has(format === 'HASH' ? value : digestOf(value));
    res.json(
      breached
        ? {
            actionStatus: 'FAILED',
            failureReason: 'breached_password',
            failureDescription: 'The password stands on a list of stolen ones.',
          }
        : { actionStatus: 'SUCCESS' },
    );
  });
  app.use((_error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    res.status(400).json({
      actionStatus: 'ERROR',
      errorMessage: 'invalid_request',
      errorDescription: 'The request is not what this action takes.',
    });
  });
  const server = createObservedServer({ core, node: ACTION_NODE, handler: app, hosts: ['127.0.0.1'] });
  const port = await server.listen(0);
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
