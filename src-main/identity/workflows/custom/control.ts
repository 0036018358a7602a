import type { z } from 'zod';
import { GatehouseError } from '../../../contract/errors.ts';
import type { outcomeMethods } from '../../../contract/outcome-tasks.ts';
import type { ApprovalTask, RunView, workflowMethods } from '../../../contract/workflows.ts';
import type { Core } from '../../../events/core.ts';
import { workAs } from '../../../events/work.ts';
import type { IdentityParts } from '../../parts.ts';
import { Artefacts } from '../../provider/artefacts.ts';
import { readDefinition } from './definition/read-definition.ts';
import { startsAt, WORKFLOWS_PATH } from './definitions.ts';
import { PERSON_SCOPE } from './http/person-token.ts';
import { RuleRefusal } from './refused.ts';

type Methods = typeof workflowMethods & typeof outcomeMethods;
type Handlers = {
  [M in keyof Methods]: (
    params: z.output<Methods[M]['input']>,
  ) => z.output<Methods[M]['output']> | Promise<z.output<Methods[M]['output']>>;
};

/** Custom workflows as a user interface, labs and hosts use them. */
export interface WorkflowControl {
  /** One for each method of the contract. */
  handlers: Handlers;
  /** Goes on with what was under way; called when everything listens that a run may call. */
  open(): void;
  /** Resolves when every run waits or has ended. */
  settled(): Promise<void>;
  /** Stops all runs where they are; they go on at the next start. */
  close(): void;
}
/** `obtainToken` has a person get an access token for the provider itself; it resolves whether or not she could. */
export function workflowControl(
  parts: IdentityParts,
  obtainToken: (account: string) => Promise<void> = async () => undefined,
): WorkflowControl {
  const { workflows } = parts;
  const { definitions, approvals } = workflows;
  return {
    handlers: {
      'workflows.list': () => definitions.list(),
      'workflows.get': ({ id }) => definitions.get(id),
      'workflows.check': ({ yaml }) => readDefinition(yaml),
      'workflows.save': ({ yaml }) => definitions.save(yaml),
      'workflows.reset': ({ id }) => definitions.reset(id),
      'workflows.remove': ({ id }) => {
        definitions.remove(id);
        return {};
      },
      'workflows.start': (input) => start(parts, obtainToken, input),
      'workflows.runs': (filter) => workflows.runs(filter),
      'workflows.run': ({ id }) => workflows.view(id),
      'workflows.cancel': async ({ id, undo }) => workflows.cancel(id, undo),
      'workflows.settle': async ({ id, step, as, values }) => workflows.settle(id, step, as, values),
      'approvals.list': (filter) => approvals.list(filter),
      'approvals.decide': (input) => decide(parts, input),
      'outcomes.list': ({ account }) => workflows.outcomes.list(account),
      'outcomes.settle': async ({ task, account, as, values }) => {
        await asPersona(parts, account, 'The outcome was not settled.', () =>
          workflows.outcomes.settleAs(task, account, as, values),
        );
        return {};
      },
    },
    open: () => workflows.open(),
    settled: () => workflows.engine.settled(),
    close: () => workflows.engine.close(),
  };
}

/** Starts a workflow as a person does: by its endpoint, with an access token for the provider itself. */
async function start(
  { workflows, core, issuer }: IdentityParts,
  obtainToken: (account: string) => Promise<void>,
  { id, account, input }: z.output<Methods['workflows.start']['input']>,
): Promise<RunView> {
  const workflow = workflows.definitions.known(id);
  const { definition } = workflow;
  if (!('endpoint' in definition.start)) return workflows.startByHand(workflow, account ?? '');
  const { path, access } = definition.start.endpoint;
  if (account !== undefined && access === 'bearer' && ownToken(core, account) === undefined)
    await obtainToken(account);
  const token = account === undefined ? undefined : ownToken(core, account);
  const who = account === undefined ? 'outside' : `browser:${account}`;
  const actor = account === undefined ? 'outside' : `persona:${account}`;
  const { result } = await workAs(core, actor, who, async () => {
    const response = await core.dispatcher.fetchAs(who)(`${issuer}${WORKFLOWS_PATH}/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, application/problem+json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(input),
    });
    const location = response.headers.get('location');
    return { run: location?.split('/').at(-1), body: (await response.json()) as Problem };
  });
  if (result.run !== undefined) return workflows.view(result.run);
  throw notStarted(startsAt(definition), result.body);
}

/** The newest token by which an application may act for a person at the provider; never one that was issued for an API. */
function ownToken(core: Core, account: string): string | undefined {
  const rows = core.store
    .prepare<{ handle: string; scope: string | null }>(
      `SELECT handle, scope FROM issued_token WHERE kind = 'access' AND account_id = ? AND audience IS NULL
         AND revoked_at IS NULL AND expires_at > ? ORDER BY issued_at DESC, rowid DESC LIMIT 20`,
    )
    .all(account, core.clock.seconds());
  for (const { handle, scope } of rows) {
    const value = scope?.split(' ').includes(PERSON_SCOPE) ? core.vault.reveal(handle)?.value : undefined;
    if (value && !isBound(core, value)) return value;
  }
  return undefined;
}

/** Nobody but the client of a bound token can send it. */
const isBound = (core: Core, value: string): boolean =>
  new Artefacts(core.store).find('AccessToken', value)?.jkt !== undefined;

interface Problem {
  type?: string;
  detail?: string;
  next?: string;
  status?: number;
}

const notStarted = (address: string, { type, detail, next, status }: Problem): GatehouseError =>
  new GatehouseError({
    code: type?.split(':').at(-1) ?? 'workflow.not-started',
    what: `The workflow was not started: ${address} refused.`,
    why: detail ?? 'It gave no reason.',
    next: next ?? 'Look at the trace of the request.',
    status: status ?? 400,
  });

const decide = (
  parts: IdentityParts,
  { task, account, action, comment }: z.output<Methods['approvals.decide']['input']>,
): Promise<ApprovalTask> =>
  asPersona(parts, account, 'The decision was not taken.', () =>
    parts.workflows.approvals.act(task, account, action, comment),
  );

/** Does something as one of the world's people. A rule that refuses becomes an error for a person at a screen. */
async function asPersona<T>(
  { core }: IdentityParts,
  account: string,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return (await workAs(core, `persona:${account}`, 'idp', work)).result;
  } catch (error) {
    if (error instanceof RuleRefusal) throw error.toError(what);
    throw error;
  }
}
