import { WORKFLOW_LIMITS } from '../../../../src-main/contract/workflow-limits.ts';
import type {
  APPROVAL_RULES,
  CUSTOM_WORKFLOW_RULES,
  POSSESSION_RULES,
} from '../../../../src-main/identity/rules/custom-workflow-rules.ts';
import { type BoundPerson, boundPerson } from '../../../support/bound-person.ts';
import { ACCOUNTS_API } from '../../../support/identity.ts';
import { type Reply, Workflows } from '../../../support/workflows.ts';
import type { Answer, Kit, Provocation } from './kit.ts';

type Rule = keyof typeof CUSTOM_WORKFLOW_RULES | keyof typeof POSSESSION_RULES | keyof typeof APPROVAL_RULES;

const TASKS = '/api/users/v2/me/approval-tasks';
const WAITS = '  - { id: hold, wait: { for: 1d } }\n';

const answerOf = ({ status, body }: Reply): Answer => ({ status, error: body.code });
const opened = ({ identity }: Kit): Workflows => {
  identity.provider.workflows.open();
  return new Workflows(identity);
};

/** A way to be refused with what is asked for first. */
const by =
  (ask: (workflows: Workflows) => Promise<Reply>): Provocation =>
  async (kit) =>
    answerOf(await ask(opened(kit)));

/** A request of Alice's waits for an administrator; then somebody acts on it. */
const asked = (act: (workflows: Workflows, task: string) => Promise<Reply>): Provocation =>
  by(async (workflows) => {
    await workflows.start('role-request', { group: 'app-traders' }, 'alice');
    return act(workflows, (await workflows.task()).id);
  });

const put = async (workflows: Workflows, task: string, persona: string, action = 'APPROVE'): Promise<Reply> =>
  workflows.send('PUT', `${TASKS}/${task}/state`, { action }, await workflows.token(persona));

/** Carol has a token that is bound to her key, and sends it in some other way than she should. */
const bound =
  (send: (person: BoundPerson) => Promise<{ status: number; body: Record<string, unknown> }>): Provocation =>
  async (kit) => {
    const { status, body } = await send(await boundPerson(kit.identity, 'carol'));
    return { status, error: String(body.code) };
  };

/** Ways to be refused by each rule of custom workflows and of the decisions that they ask for. */
export const customWorkflowProvocations: Record<Rule, Provocation> = {
  'idp.custom.path-known': by((workflows) => workflows.start('nowhere')),
  'idp.custom.method': by((workflows) => workflows.send('GET', '/api/workflows/role-request')),
  'idp.custom.starter': by((workflows) => workflows.start('role-request', { group: 'app-traders' })),
  'idp.custom.audience': by(async (workflows) => {
    const token = await workflows.token('alice', 'openid accounts:list', ACCOUNTS_API);
    return workflows.send('POST', '/api/workflows/role-request', { group: 'app-traders' }, token);
  }),
  'idp.custom.scope': by(async (workflows) => {
    const token = await workflows.token('alice', 'profile');
    return workflows.send('POST', '/api/workflows/role-request', { group: 'app-traders' }, token);
  }),
  'idp.custom.body': by(async (workflows) =>
    workflows.send('POST', '/api/workflows/role-request', '[1', await workflows.token('alice')),
  ),
  'idp.custom.input': by((workflows) => workflows.start('role-request', { group: 7 }, 'alice')),
  'idp.custom.key': by(async (workflows) => {
    const ask = (group: string) =>
      workflows.start('role-request', { group }, 'alice', { 'idempotency-key': '"once"' });
    await ask('app-traders');
    return ask('app-others');
  }),
  'idp.custom.nesting': by(async (workflows) => {
    // Only the innermost start is refused; those around it go on without.
    workflows.define('  - { id: again, call: { path: /api/workflows/probe }, onFail: continue }');
    await workflows.start('probe');
    const refused = workflows.identity.events('workflow.refused').at(-1);
    const { status, body } = (workflows.identity
      .events('http.response')
      .find((event) => event.span === refused?.span)?.data ?? {}) as {
      status: number;
      body: { text: string };
    };
    return { status, headers: new Headers(), body: JSON.parse(body.text) as Reply['body'] };
  }),
  'idp.custom.room': by(async (workflows) => {
    workflows.define(WAITS);
    await workflows.start('probe');
    const { store } = workflows.identity.core;
    store.transaction(() => {
      for (let run = 1; run < WORKFLOW_LIMITS.running; run++)
        store
          .prepare(
            `INSERT INTO workflow_run SELECT 'copy-' || ?, workflow, definition, status, state, flow, trace, actor,
               nesting, starter, token, account_id, started_as, awaits, wake_at, started_at, finished_at, NULL, NULL
               FROM workflow_run WHERE id NOT LIKE 'copy-%'`,
          )
          .run(run);
    });
    return workflows.start('probe');
  }),
  'idp.custom.carried-out': by((workflows) => {
    workflows.define('  - { id: lost, call: { path: /nowhere } }');
    return workflows.start('probe');
  }),
  'idp.custom.accepted': by((workflows) =>
    workflows.start('role-request', { group: 'administrators' }, 'alice'),
  ),
  'idp.possession.scheme': bound((person) => person.send('GET', TASKS, { scheme: 'Bearer' })),
  'idp.possession.nonce': bound((person) => person.send('GET', TASKS, { claims: { nonce: undefined } })),
  'idp.possession.proof': bound((person) => person.send('GET', TASKS, { claims: { htm: 'PUT' } })),
  'idp.approval.token': by((workflows) => workflows.send('GET', TASKS)),
  'idp.approval.audience': by(async (workflows) =>
    workflows.send('GET', TASKS, undefined, await workflows.token('carol', 'accounts:list')),
  ),
  'idp.approval.scope': by(async (workflows) =>
    workflows.send('GET', TASKS, undefined, await workflows.token('carol', 'profile')),
  ),
  'idp.approval.known': by((workflows) => put(workflows, 'nothing', 'carol')),
  'idp.approval.action': asked((workflows, task) => put(workflows, task, 'carol', 'SHRUG')),
  'idp.approval.open': asked(async (workflows, task) => {
    await put(workflows, task, 'carol');
    return put(workflows, task, 'carol', 'REJECT');
  }),
  'idp.approval.four-eyes': asked((workflows, task) => put(workflows, task, 'alice')),
  'idp.approval.approver': asked((workflows, task) => put(workflows, task, 'bob')),
  'idp.approval.claimed': by(async (workflows) => {
    workflows.define(
      '  - { id: ask, approval: { by: { expression: "true" }, text: "Everybody may decide." } }\n',
    );
    await workflows.start('probe');
    const { id } = await workflows.task();
    await put(workflows, id, 'carol', 'CLAIM');
    return put(workflows, id, 'bob');
  }),
};
