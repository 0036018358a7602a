import type { KoaContextWithOIDC } from 'oidc-provider';
import { WORKFLOW_LIMITS } from '../../../../contract/workflow-limits.ts';
import { currentContext } from '../../../../events/context.ts';
import type { StoredWorkflow } from '../../../../store/workflows/workflows.ts';
import { CALL_HEADER } from '../../../extensions/depth.ts';
import type { RunningParts } from '../../../parts.ts';
import { WORKFLOWS_PATH } from '../definitions.ts';
import { readInput } from '../input.ts';
import { RuleChecks, RuleRefusal } from '../refused.ts';
import { objectOf, sendJson, sendProblem } from './answers.ts';
import { keyedRequest } from './idempotency-key.ts';
import { type PersonToken, requirePerson, showsNoToken, type TokenRules } from './person-token.ts';

const RUNS = 'runs/';

/** The endpoints at which custom workflows start, and where their runs can be read by whoever knows their address. */
export function workflowEndpoints(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    if (!ctx.path.startsWith(`${WORKFLOWS_PATH}/`)) {
      await next();
      return;
    }
    const path = ctx.path.slice(WORKFLOWS_PATH.length + 1);
    const checks = new RuleChecks(parts.core, { what: 'start', path: path.slice(0, 120) });
    try {
      if (path.startsWith(RUNS)) readRun(parts, ctx, path.slice(RUNS.length), checks);
      else await start(parts, ctx, path, checks);
    } catch (error) {
      if (!(error instanceof RuleRefusal)) throw error;
      sendProblem(parts, ctx, error);
    }
  };
}

function readRun(parts: RunningParts, ctx: KoaContextWithOIDC, id: string, checks: RuleChecks): void {
  const run = parts.workflows.engine.run(id);
  if (run === undefined) checks.fail('idp.custom.path-known', 'There is no such run.', { path: 'path' });
  if (ctx.method !== 'GET') {
    ctx.set('allow', 'GET');
    checks.fail('idp.custom.method', 'A run is read by GET.', { path: 'method', seen: ctx.method });
  }
  const { status, standing } = parts.workflows.views.summary(run);
  sendJson(ctx, 200, { run: id, workflow: run.workflow, status, standing, answer: run.state.answer });
}

async function start(
  parts: RunningParts,
  ctx: KoaContextWithOIDC,
  path: string,
  checks: RuleChecks,
): Promise<void> {
  const { workflows, core } = parts;
  const workflow = workflows.definitions.at(path);
  if (!workflow || !('endpoint' in workflow.definition.start))
    return checks.fail(
      'idp.custom.path-known',
      `No workflow starts at ${WORKFLOWS_PATH}/${path.slice(0, 120)}.`,
      {
        path: 'path',
        seen: path.slice(0, 120),
      },
    );
  checks.note({ workflow: workflow.id });
  checks.require('idp.custom.path-known', true, '', { path: 'path' });
  if (ctx.method !== 'POST') ctx.set('allow', 'POST');
  checks.require('idp.custom.method', ctx.method === 'POST', 'A workflow is started by POST.', {
    path: 'method',
    expected: 'POST',
    seen: ctx.method,
  });
  const token = await starter(parts, ctx, workflow, checks);
  const body = await objectOf(ctx);
  if (body === undefined)
    return checks.fail('idp.custom.body', 'The body is no JSON object, or larger than 64 KiB.', {
      path: 'body',
    });
  checks.require('idp.custom.body', true, '', { path: 'body' });
  const read = readInput(workflow.definition.start.endpoint.input, body);
  if ('fault' in read)
    return checks.fail('idp.custom.input', read.fault, { path: `input.${read.name.slice(0, 60)}` });
  checks.require('idp.custom.input', true, '', { path: 'input' });
  const account = token?.account ?? null;
  const keyed = keyedRequest(ctx.get('idempotency-key'), {
    workflow: workflow.id,
    starter: account,
    input: read.input,
  });
  const known = keyed ? workflows.engine.store.runs.byKey(keyed.key) : undefined;
  checks.require(
    'idp.custom.key',
    keyed !== null && (known === undefined || known.asked === keyed?.asked),
    keyed === null
      ? 'The Idempotency-Key is no string of 200 characters at most.'
      : 'The Idempotency-Key was sent before, with another input.',
    { path: 'idempotency-key', inputs: { known: known?.id ?? null } },
  );
  if (known) {
    await workflows.engine.advance(known.id);
    answer(parts, ctx, known.id, checks);
    return;
  }
  const nesting = workflows.engine.nestingUnder(currentContext()?.parent);
  checks.require(
    'idp.custom.nesting',
    nesting < WORKFLOW_LIMITS.nesting,
    'Workflows have started one another too often.',
    {
      path: 'nesting',
      expected: WORKFLOW_LIMITS.nesting,
      seen: nesting,
      inputs: { nesting },
    },
  );
  const active = workflows.engine.store.runs.activeCount();
  checks.require('idp.custom.room', workflows.hasRoom(), `${active} runs are under way already.`, {
    path: 'runs',
    inputs: { active, most: WORKFLOW_LIMITS.running },
  });
  const run = core.store.transaction(() =>
    workflows.begin({
      workflow,
      input: read.input,
      starter: account,
      account,
      // One that is bound to her key is of no use to anybody else, this engine included.
      token: token && !token.bound ? token.handle : null,
      startedAs: `POST ${WORKFLOWS_PATH}/${path}`,
      nesting,
      keyed: keyed ?? undefined,
    }),
  );
  const mark = ctx.get(CALL_HEADER);
  await workflows.engine.advanceFor(run.id, mark === '' ? {} : { [CALL_HEADER]: mark });
  answer(parts, ctx, run.id, checks);
}

const TOKEN_RULES: TokenRules = {
  good: 'idp.custom.starter',
  audience: 'idp.custom.audience',
  scope: 'idp.custom.scope',
};

/** The token of who starts it; undefined where anybody may, and shows none that is good at all. */
async function starter(
  parts: RunningParts,
  ctx: KoaContextWithOIDC,
  { definition: { start } }: StoredWorkflow,
  checks: RuleChecks,
): Promise<PersonToken | undefined> {
  const open = 'endpoint' in start && start.endpoint.access === 'anyone';
  if (!open || !(await showsNoToken(parts, ctx))) return requirePerson(parts, ctx, checks, TOKEN_RULES);
  checks.require('idp.custom.starter', true, '', { path: 'authorization', inputs: { access: 'anyone' } });
  return undefined;
}

/** What whoever started it is told: the answer of the run if it has ended, else where to look. */
function answer(parts: RunningParts, ctx: KoaContextWithOIDC, id: string, checks: RuleChecks): void {
  const run = parts.workflows.engine.run(id);
  if (run === undefined)
    checks.fail('idp.custom.carried-out', 'The run is not there any more.', { path: 'run' });
  const { status, standing } = parts.workflows.views.summary(run);
  const href = `${WORKFLOWS_PATH}/${RUNS}${id}`;
  ctx.set('location', href);
  checks.note({ run: id });
  if (status === 'completed') {
    const given = run.state.answer;
    sendJson(ctx, 200, given ?? { run: id, status });
    return;
  }
  if (status === 'failed')
    checks.fail('idp.custom.carried-out', standing, { path: 'run.status', inputs: { run: id } });
  if (status === 'rejected' || status === 'cancelled') {
    const why = JSON.stringify(run.state.answer ?? standing).slice(0, 500);
    checks.fail('idp.custom.accepted', why, { path: 'run.outcome', inputs: { run: id } });
  }
  sendJson(ctx, 202, { run: id, status, standing, links: [{ rel: 'self', href, type: 'GET' }] });
}
