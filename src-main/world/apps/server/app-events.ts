import type { Core } from '../../../events/core.ts';
import type { ApiAnswer } from '../shared/api-answer.js';
import { type AppRule, appRefusal } from './app-rules.ts';

/** Why an application's session ended. */
export type SessionEnd = 'sign-out' | 'backchannel-logout' | 'refresh-refused' | 'replaced' | 'expired';

const node = (clientId: string): string => `app:${clientId}`;

/** The application has signed its user in. `sid` is the provider's id of the session at this application. */
export function recordSessionStarted(
  core: Core,
  clientId: string,
  subject: string,
  sid: string | undefined,
): void {
  core.recorder.record({
    type: 'app.session.started',
    outcome: 'ok',
    node: node(clientId),
    subject,
    data: { client: clientId, ...(sid === undefined ? {} : { sid }) },
  });
}

export function recordSessionEnded(
  core: Core,
  clientId: string,
  subject: string | undefined,
  reason: SessionEnd,
): void {
  core.recorder.record({
    type: 'app.session.ended',
    outcome: 'ok',
    node: node(clientId),
    subject,
    data: { client: clientId, reason },
  });
}

/** A sign-in that the application could not finish; `error` is the code of the standard where there is one. */
export function recordSignInFailed(core: Core, clientId: string, error: string, description: string): void {
  core.recorder.record({
    type: 'app.signin.failed',
    outcome: 'failed',
    node: node(clientId),
    reasons: [appRefusal('app.signin.finished', { seen: error })],
    data: { client: clientId, error, description },
  });
}

/** The application itself turned a request away, or could not finish it. */
export function recordRefused(
  core: Core,
  clientId: string,
  rule: AppRule,
  { status, seen, detail }: { status: number; seen: string; detail?: string | undefined },
): void {
  core.recorder.record({
    type: 'app.request.refused',
    outcome: status < 500 ? 'denied' : 'failed',
    node: node(clientId),
    reasons: [appRefusal(rule, { seen })],
    data: { client: clientId, rule, status, ...(detail === undefined ? {} : { detail }) },
  });
}

/** An API's answer as the application saw it. */
export function recordApiCalled(
  core: Core,
  clientId: string,
  subject: string | undefined,
  answer: ApiAnswer,
): void {
  const { api, method, path, status, error, needs, ok } = answer;
  core.recorder.record({
    type: 'app.api.called',
    outcome: ok ? 'allowed' : status === 0 || status >= 500 ? 'failed' : 'denied',
    node: node(clientId),
    subject,
    data: {
      client: clientId,
      api,
      method,
      path,
      status,
      ...(error === undefined ? {} : { error }),
      ...(needs === undefined ? {} : { needs }),
    },
  });
}
