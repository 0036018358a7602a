import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { GatehouseError } from '../../contract/errors.ts';
import type { Reason } from '../../contract/events.ts';
import type { Clock } from '../../events/clock.ts';
import { currentContext } from '../../events/context.ts';
import type { Recorder } from '../../events/recorder.ts';
import type { Accounts } from '../../store/accounts.ts';
import { apiReason, apiRuleOf } from './api-rules.ts';
import { type Caller, callerOf, ownerLimit } from './caller.ts';
import { Problem, sendProblem } from './problem.ts';
import type { BackendRecord, BackendRecords } from './records.ts';

/** What the routes of one API work with. */
export interface BackendDeps {
  api: string;
  records: BackendRecords;
  accounts: Accounts;
  clock: Clock;
  recorder: Recorder;
  gatewayKey: string;
}

/** Ids in paths: what no record can have gets the same answer as what does not exist. */
export const idSchema = z.string().regex(/^\d{1,12}$/);

const BODY_LIMIT = '16kb';

/** An API as an Express application: who calls, the routes, then what no route took, and errors as RFC 9457. */
export function createBackend(deps: BackendDeps, routes: (router: Router) => void): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use((req: Request, res: Response, next: NextFunction) => {
    const caller = callerOf(req, deps.gatewayKey, deps.accounts);
    const context = currentContext();
    if (context && caller.subject) context.subject = caller.subject;
    res.locals.caller = caller;
    next();
  });
  app.use(express.json({ limit: BODY_LIMIT }));
  routes(app);
  app.use((req: Request) => {
    throw new Problem(404, 'api.route.exists', 'Not found', `This API has no ${req.method} ${req.path}.`);
  });
  app.use((error: unknown, req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error);
    const problem = toProblem(error);
    recordRefusal(deps, req, problem, error);
    sendProblem(res, problem);
  });
  return app;
}

/** Who called, as the first handler found out. */
export const caller = (res: Response): Caller => res.locals.caller as Caller;

/**
 * Finds a record that the caller may see. What belongs to somebody else is answered like what does not exist, so that
 * nobody learns which numbers are taken; the log tells the two apart. Throws a {@link Problem} (404).
 */
export function findOwned(deps: BackendDeps, res: Response, collection: string, id: unknown): BackendRecord {
  const parsed = idSchema.safeParse(id);
  const record = parsed.success ? deps.records.get(collection, parsed.data) : undefined;
  const who = caller(res);
  const limit = ownerLimit(who);
  const exists = apiReason('api.object.exists', record ? 'pass' : 'fail', {
    path: 'request.path',
    seen: String(id),
    inputs: { collection, id: String(id), found: record !== undefined },
  });
  const mine = record !== undefined && (limit === undefined || record.owner === limit);
  const reasons = [exists];
  if (record) {
    reasons.push(
      apiReason('api.object.owner', mine ? 'pass' : 'fail', {
        path: 'token.sub',
        expected: limit === undefined ? 'any customer (staff or machine)' : (record.owner ?? 'nobody'),
        seen: who.subject ?? who.client,
        inputs: { kind: who.kind, subject: who.subject ?? null, owner: record.owner ?? null },
      }),
    );
  }
  res.locals.reasons = reasons;
  if (!record || !mine) {
    throw new Problem(
      404,
      'api.object.visible',
      'Not found',
      `There is no such ${collection} that you may see.`,
    );
  }
  deps.recorder.record({
    type: 'api.request.allowed',
    outcome: 'allowed',
    subject: who.subject,
    reasons,
    data: { api: deps.api, client: who.client, collection, id: record.id },
  });
  return record;
}

function recordRefusal(deps: BackendDeps, req: Request, problem: Problem, error: unknown): void {
  const who = req.res?.locals.caller as Caller | undefined;
  const chain = req.res?.locals.reasons as Reason[] | undefined;
  // findOwned has put its chain down already; every other rule decides alone.
  const reasons: Reason[] = chain?.some((reason) => reason.outcome === 'fail')
    ? chain
    : [apiReason(apiRuleOf(problem.code), 'fail', { seen: `${req.method} ${req.path}` })];
  deps.recorder.record({
    type: 'api.request.denied',
    outcome: problem.status < 500 ? 'denied' : 'failed',
    subject: who?.subject,
    reasons,
    data: {
      api: deps.api,
      client: who?.client ?? null,
      method: req.method,
      path: req.path,
      status: problem.status,
      rule: reasons.at(-1)?.rule ?? problem.code,
      // What the caller is not told.
      ...(problem.status < 500 ? {} : { error: String(error) }),
    },
  });
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof GatehouseError) return new Problem(error.status, error.code, error.what, error.why);
  if (error instanceof z.ZodError) {
    const errors = error.issues.map((issue) => ({
      field: issue.path.join('.') || 'body',
      message: issue.message,
    }));
    const first = errors[0];
    const detail = first ? `${first.field}: ${first.message}` : 'The body does not fit.';
    return new Problem(400, 'api.input.valid', 'Bad request', detail, { errors });
  }
  // What express.json() throws carries the status that fits: 400 for broken JSON, 413 for too much of it.
  const status = z
    .object({ status: z.number().int().min(400).max(499), message: z.string() })
    .safeParse(error);
  if (status.success) {
    return new Problem(status.data.status, 'api.input.readable', 'Bad request', status.data.message);
  }
  return new Problem(500, 'api.failed', 'Internal error', 'The API could not finish this request.');
}
