import { GatehouseError } from '../contract/errors.ts';
import type { EventType } from '../contract/event-types.ts';
import type { SandboxEvent } from '../contract/events.ts';
import type { Hop } from '../contract/flow.ts';
import type { MethodOutput, MethodParams } from '../contract/methods.ts';
import type { AccountWorkflow, RunStory, WorkflowStory } from '../contract/workflow-story.ts';
import type { Participant } from '../contract/world.ts';
import type { Core } from '../events/core.ts';
import { Accounts } from '../store/accounts.ts';
import { ConfirmationCodes } from '../store/confirmation-codes.ts';
import { FLOW_EVENTS } from './flow-catalogue.ts';
import { answered, hopOf } from './views/hops.ts';
import { participantFor } from './views/participants.ts';
import { runStoryOf } from './views/workflows/run-story.ts';
import { laneFor, laneOf, storyOf } from './views/workflows/workflow-entries.ts';
import { type LoggedWorkflow, WORKFLOW_FACTS, WorkflowIndex } from './views/workflows/workflow-index.ts';
import { standingOf } from './views/workflows/workflow-standing.ts';
import { SCENARIO_TITLES } from './views/workflows/workflow-words.ts';

/** How many facts are read at once; whatever else there is to answer comes in between. */
const SLICE = 2_000;
/** What is recorded of a run when somebody acts on a decision. */
const DECISIONS: readonly EventType[] = [
  'workflow.approval.claimed',
  'workflow.approval.decided',
  'workflow.refused',
];
/** Requests of a story that belong to the workflows; the rest of it is told under Traces. */
const PATHS = /^\/(account|open|api\/(identity|users|workflows)|t\/|scim2\/)/;

export interface AccountWorkflowsDeps {
  core: Core;
  participants: () => Participant[];
  /** All names of a story. */
  members: (flow: string) => string[];
  /** The persona who reads the messages to an account, or to an address. */
  readerOf: (account: string, address: string | undefined) => string | undefined;
}

/** The identity workflows that are built in: what the log tells of them, and what the state says is open now. */
export class AccountWorkflows {
  readonly #deps: AccountWorkflowsDeps;
  #index = new WorkflowIndex();

  constructor(deps: AccountWorkflowsDeps) {
    this.#deps = deps;
    deps.core.log.onTrimmed(() => {
      this.#index = new WorkflowIndex();
    });
  }

  /** Those that wait first, then those that ended; the newest of each first. */
  async list({
    account,
    scenario,
    limit,
  }: MethodParams<'account-workflows.list'>): Promise<MethodOutput<'account-workflows.list'>> {
    const index = await this.#current();
    const found = index
      .all(account)
      .filter((one) => scenario === undefined || one.scenario === scenario)
      .map((one) => this.#summary(one))
      .sort((a, b) => Number(b.pending !== null) - Number(a.pending !== null) || b.lastSeq - a.lastSeq);
    const waiting = found.filter(({ pending }) => pending !== null).length;
    return { workflows: found.slice(0, limit), waiting, total: found.length };
  }

  /** One workflow as a sequence. Throws `account-workflow.unknown`. */
  async story({ id }: MethodParams<'account-workflows.story'>): Promise<WorkflowStory> {
    const index = await this.#current();
    const workflow = index.get(id);
    if (!workflow) throw unknownWorkflow(id);
    const summary = this.#summary(workflow);
    const flows = [...new Set([...workflow.flows].flatMap((flow) => this.#deps.members(flow)))];
    const logged = this.#deps.core.log.list({ after: 0, flows, limit: FLOW_EVENTS });
    const own = new Set(workflow.seqs);
    const others = index.all(workflow.account).filter((one) => one !== workflow);
    const people = this.#people(workflow, summary.name);
    const story = storyOf(
      logged.filter(({ seq }) => own.has(seq)),
      hopsOf(logged, workflow, others),
      people,
    );
    const lane = summary.pending?.lane;
    if (lane !== undefined && !story.lanes.some((one) => one.id === lane))
      story.lanes.unshift(laneOf(lane, people));
    return { ...summary, ...story };
  }

  /** A run of a custom workflow as a sequence, from the log alone. */
  run({ run, flow }: MethodParams<'account-workflows.run'>): RunStory {
    const { core, members, participants } = this.#deps;
    const flows = members(flow);
    const events = core.log.list({ after: 0, flows, limit: FLOW_EVENTS });
    // Whoever decides does so in a story of her own; of that, the call with the decision belongs here.
    const decided = core.log
      .list({ after: 0, types: DECISIONS, limit: FLOW_EVENTS })
      .filter((event) => event.data.run === run && !flows.includes(event.flow ?? ''));
    const spans = new Set(decided.flatMap(({ span }) => span ?? []));
    const others = [...new Set(decided.flatMap((event) => event.flow ?? []))];
    if (others.length > 0)
      events.push(
        ...core.log
          .list({ after: 0, flows: others, limit: FLOW_EVENTS })
          .filter((event) => spans.has(event.span ?? '')),
      );
    events.sort((a, b) => a.seq - b.seq);
    return runStoryOf(run, events, new Map(participants().map((one) => [one.id, one])));
  }

  async #current(): Promise<WorkflowIndex> {
    const { log } = this.#deps.core;
    for (;;) {
      const index = this.#index;
      const events = log.list({ after: index.lastSeq, types: WORKFLOW_FACTS, limit: SLICE });
      index.append(events);
      if (events.length < SLICE) return this.#index;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #people(workflow: LoggedWorkflow, person: string) {
    const persona = this.#deps.readerOf(workflow.account, undefined);
    const participants = new Map(this.#deps.participants().map((one) => [one.id, one]));
    return { person, participants, browser: persona === undefined ? undefined : `browser:${persona}` };
  }

  #summary(workflow: LoggedWorkflow): AccountWorkflow {
    const { core, readerOf } = this.#deps;
    const account = new Accounts(core.store).get(workflow.account);
    const person =
      account?.name ?? workflow.codes.find(({ address }) => address)?.address ?? workflow.account;
    const codes = new ConfirmationCodes(core.store);
    const people = this.#people(workflow, person);
    const caller = workflow.actor.replace(/^persona:/, 'browser:');
    const lane = laneFor(caller, people);
    const standing = standingOf(workflow, {
      now: core.clock.now(),
      code: (id) => codes.get(id),
      account: account && { label: account.state.label },
      person,
      caller: { lane, name: lane === 'person' ? person : participantFor(caller, people.participants).name },
      readerOf: (address) => readerOf(workflow.account, address),
    });
    return {
      id: workflow.id,
      account: workflow.account,
      username: account?.username ?? person,
      name: person,
      scenario: workflow.scenario,
      title: SCENARIO_TITLES[workflow.scenario],
      ...standing,
      startedAt: workflow.startedAt,
      lastAt: workflow.lastAt,
      firstSeq: workflow.seqs[0] ?? 0,
      lastSeq: workflow.seqs.at(-1) ?? 0,
      flow: workflow.flow ?? null,
    };
  }
}

/** The calls of a workflow: those during which its facts were recorded, and others to the same pages and endpoints. */
function hopsOf(
  logged: readonly SandboxEvent[],
  workflow: LoggedWorkflow,
  others: readonly LoggedWorkflow[],
): Hop[] {
  const hops = new Map<string, Hop>();
  for (const event of logged) {
    if (event.type === 'http.request') {
      const hop = hopOf(event);
      const mine = workflow.spans.has(hop.span);
      if (mine || (PATHS.test(hop.target) && isNearest(event, workflow, others))) hops.set(hop.span, hop);
    } else if (event.type === 'http.response') {
      const hop = hops.get(event.span ?? '');
      if (hop && hop.response === undefined) hops.set(hop.span, answered(hop, event, undefined));
    }
  }
  return [...hops.values()];
}

/** Of several workflows in one story, the one that had begun last as the request came. */
function isNearest(
  { seq, span = '' }: SandboxEvent,
  workflow: LoggedWorkflow,
  others: readonly LoggedWorkflow[],
): boolean {
  if (others.some(({ spans }) => spans.has(span))) return false;
  const begun = (one: LoggedWorkflow) => one.seqs[0] ?? 0;
  const shared = others.filter((one) => [...one.flows].some((flow) => workflow.flows.has(flow)));
  if (begun(workflow) > seq) return !shared.some((one) => begun(one) < begun(workflow));
  return !shared.some((one) => begun(one) <= seq && begun(one) > begun(workflow));
}

function unknownWorkflow(id: string): GatehouseError {
  return new GatehouseError({
    code: 'account-workflow.unknown',
    what: 'This workflow was not found.',
    why: `The log tells of none with the id ${id}.`,
    next: 'Look at the list again: the log may have been cleared or trimmed.',
    status: 404,
  });
}
