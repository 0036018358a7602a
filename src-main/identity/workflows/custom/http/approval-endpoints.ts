import type { KoaContextWithOIDC } from 'oidc-provider';
import { type JsonObject, jsonObjectSchema } from '../../../../contract/json.ts';
import type { OutcomeTask, Settlement } from '../../../../contract/outcome-tasks.ts';
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
  const outcomes = workflows.outcomes.list(account).map((task) => ({
    id: task.id,
    name: task.workflowTitle,
    presentationSubject: task.title,
    presentationName: `Did ${task.call} arrive?`,
    taskType: 'NEEDS_SETTLEMENT',
    status: 'READY',
    priority: 0,
    createdTimeInMillis: String(task.sentAt ?? 0),
  }));
  return workflows.approvals
    .list({ account })
    .map((task) => ({
      id: task.id,
      name: task.workflowTitle,
      presentationSubject: task.title,
      presentationName: task.text,
      taskType: 'NEEDS_APPROVAL',
      status: shownStatus(task),
      priority: 0,
      createdTimeInMillis: String(task.createdAt),
    }))
    .concat(outcomes)
    .filter(({ status: now }) => wanted === undefined || wanted.includes(now))
    .sort((one, other) => Number(other.createdTimeInMillis) - Number(one.createdTimeInMillis));
}

function one({ workflows }: RunningParts, id: string, account: string, checks: RuleChecks): JsonObject {
  const outcome = workflows.outcomes.get(id, account);
  if (outcome) return outcomeOf(outcome);
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

/** A call of unknown outcome in the form of a task; WSO2 has none of these. */
const outcomeOf = (task: OutcomeTask): JsonObject => ({
  id: task.id,
  subject: task.title,
  description: `Did ${task.call} arrive? ${task.known}`,
  initiator: task.workflowTitle,
  approvalStatus: 'READY',
  assignees: task.people.map((person) => ({ key: 'user', value: person })),
  created: task.sentAt === null ? null : toDateTime(task.sentAt),
  properties: [
    { key: 'workflow', value: task.workflow },
    { key: 'run', value: task.run },
    { key: 'attempts', value: String(task.attempts) },
    ...task.saves.map((name) => ({ key: 'save', value: name })),
  ],
});

const SETTLEMENTS: Readonly<Record<string, Settlement>> = { RETRY: 'retry', DONE: 'done', UNDO: 'undo' };

async function decide(
  parts: RunningParts,
  ctx: KoaContextWithOIDC,
  { id, account }: { id: string; account: string },
  checks: RuleChecks,
): Promise<void> {
  const body = await objectOf(ctx);
  if (parts.workflows.outcomes.isOne(id)) {
    const as = typeof body?.action === 'string' ? SETTLEMENTS[body.action] : undefined;
    if (as === undefined)
      return checks.fail('idp.approval.action', 'The body has no way to settle it.', { path: 'action' });
    const values = jsonObjectSchema.safeParse(body?.values);
    await parts.workflows.outcomes.settleAs(id, account, as, values.success ? values.data : {});
    return sendJson(ctx, 200, { id, approvalStatus: 'COMPLETED' });
  }
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
