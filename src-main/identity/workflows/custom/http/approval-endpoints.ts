import type { KoaContextWithOIDC } from 'oidc-provider';
import type { JsonObject } from '../../../../contract/json.ts';
import { type ApprovalTask, approvalActionSchema } from '../../../../contract/workflows.ts';
import { toDateTime } from '../../../../events/date-time.ts';
import type { RunningParts } from '../../../parts.ts';
import { RuleChecks, RuleRefusal } from '../refused.ts';
import { objectOf, sendJson, sendProblem } from './answers.ts';
import { requirePerson, type TokenRules } from './person-token.ts';

/** Where WSO2 has them: self-service of the signed-in person. */
const TASKS = /^(?:\/t\/[\w.-]{1,64})?\/api\/users\/v2\/me\/approval-tasks(?:\/([\w-]{1,64}))?(\/state)?$/;

/** The decisions that the person of the access token is asked for: list, one, and `PUT …/state`. */
export function approvalEndpoints(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    const match = TASKS.exec(ctx.path);
    const [, id, state] = match ?? [];
    const allowed = state === undefined ? 'GET' : 'PUT';
    if (!match || (state !== undefined && id === undefined) || ctx.method !== allowed) {
      await next();
      return;
    }
    const checks = new RuleChecks(parts.core, { what: 'approval' });
    try {
      const { account } = await requirePerson(parts, ctx, checks, TOKEN_RULES);
      if (id === undefined) sendJson(ctx, 200, list(parts, account, ctx.query.status));
      else if (state === undefined) sendJson(ctx, 200, one(parts, id, account, checks));
      else await decide(parts, ctx, { id, account }, checks);
    } catch (error) {
      if (!(error instanceof RuleRefusal)) throw error;
      sendProblem(parts, ctx, error);
    }
  };
}

const TOKEN_RULES: TokenRules = {
  good: 'idp.approval.token',
  audience: 'idp.approval.audience',
  scope: 'idp.approval.scope',
};

function list({ workflows }: RunningParts, account: string, status: unknown): JsonObject[] {
  const wanted =
    typeof status === 'string' ? [status] : Array.isArray(status) ? status.map(String) : undefined;
  return workflows.approvals
    .list({ account })
    .filter((task) => wanted === undefined || wanted.includes(shownStatus(task)))
    .map((task) => ({
      id: task.id,
      name: task.workflowTitle,
      presentationSubject: task.title,
      presentationName: task.text,
      taskType: 'NEEDS_APPROVAL',
      status: shownStatus(task),
      priority: 0,
      createdTimeInMillis: String(task.createdAt),
    }));
}

function one({ workflows }: RunningParts, id: string, account: string, checks: RuleChecks): JsonObject {
  const task = workflows.approvals.get(id, account);
  if (!task)
    return checks.fail('idp.approval.known', 'There is no such decision for you.', { path: 'id', seen: id });
  return {
    id,
    subject: task.title,
    description: task.text,
    initiator: task.workflowTitle,
    approvalStatus: shownStatus(task),
    assignees: task.people.map((person) => ({ key: 'user', value: person })),
    claimedBy: task.claimedBy,
    decidedBy: task.decidedBy,
    created: toDateTime(task.createdAt),
    until: task.until === null ? null : toDateTime(task.until),
    properties: [
      { key: 'workflow', value: task.workflow },
      { key: 'run', value: task.run },
    ],
  };
}

async function decide(
  parts: RunningParts,
  ctx: KoaContextWithOIDC,
  { id, account }: { id: string; account: string },
  checks: RuleChecks,
): Promise<void> {
  const body = await objectOf(ctx);
  const action = approvalActionSchema.safeParse(body?.action);
  if (!action.success)
    return checks.fail('idp.approval.action', 'The body has no action that can be taken.', {
      path: 'action',
    });
  const comment = typeof body?.comment === 'string' ? body.comment.slice(0, 1000) : '';
  const task = await parts.workflows.approvals.act(id, account, action.data, comment);
  sendJson(ctx, 200, { id, approvalStatus: shownStatus(task) });
}

/** WSO2 knows READY, RESERVED, BLOCKED, COMPLETED among others; what it was decided to is told beside it. */
const shownStatus = ({ status }: ApprovalTask): string => status;
