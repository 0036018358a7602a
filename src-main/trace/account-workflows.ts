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
import type { LoggedWorkflow } from './views/workflows/logged-workflow.ts';
import { runStoryOf } from './views/workflows/run-story.ts';
import { laneFor, laneOf, type StoryPeople, storyOf } from './views/workflows/workflow-entries.ts';
import { WORKFLOW_FACTS, WorkflowIndex } from './views/workflows/workflow-index.ts';
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
    const now = this.#now();
    const found = index
      .all(account)
      .filter((one) => scenario === undefined || one.scenario === scenario)
      .map((workflow) => ({ workflow, standing: now.standing(workflow) }))
      .sort(
        (a, b) =>
          Number(b.standing.pending !== null) - Number(a.standing.pending !== null) ||
          lastSeqOf(b.workflow) - lastSeqOf(a.workflow),
      );
    return {
      workflows: found.slice(0, limit).map(({ workflow, standing }) => now.summary(workflow, standing)),
      waiting: found.filter(({ standing }) => standing.pending !== null).length,
      total: found.length,
    };
  }

  /** One workflow as a sequence. Throws `account-workflow.unknown`. */
  async story({ id }: MethodParams<'account-workflows.story'>): Promise<WorkflowStory> {
    const index = await this.#current();
    const workflow = index.get(id);
    if (!workflow) throw unknownWorkflow(id);
    const now = this.#now();
    const summary = now.summary(workflow, now.standing(workflow));
    const flows = [...new Set([...workflow.flows].flatMap((flow) => this.#deps.members(flow)))];
    const logged = this.#deps.core.log.list({ after: 0, flows, limit: FLOW_EVENTS });
    const own = new Set(workflow.seqs);
    const others = index.all(workflow.account).filter((one) => one !== workflow);
    const people = now.people(workflow);
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

  /** What the state says at this moment. Names are looked up once for all that is asked of it. */
  #now() {
    const { core, readerOf, participants: named } = this.#deps;
    const [accounts, codes] = [new Accounts(core.store), new ConfirmationCodes(core.store)];
    const participants = new Map(named().map((one) => [one.id, one]));
    const accountOf = remembered((id: string) => accounts.get(id));
    const personOf = ({ account, codes: known }: LoggedWorkflow): string =>
      accountOf(account)?.name ?? known.find(({ address }) => address)?.address ?? account;
    const people = (workflow: LoggedWorkflow): StoryPeople => {
      const persona = readerOf(workflow.account, undefined);
      const browser = persona === undefined ? undefined : `browser:${persona}`;
      return { person: personOf(workflow), participants, browser };
    };
    const callerOf = (workflow: LoggedWorkflow) => {
      const caller = workflow.actor.replace(/^persona:/, 'browser:');
      const lane = laneFor(caller, people(workflow));
      return {
        lane,
        name: lane === 'person' ? personOf(workflow) : participantFor(caller, participants).name,
      };
    };
    const standing = (workflow: LoggedWorkflow): Standing =>
      standingOf(workflow, {
        now: core.clock.now(),
        code: (id) => codes.standing(id),
        account: () => {
          const account = accountOf(workflow.account);
          return account && { label: account.state.label };
        },
        person: () => personOf(workflow),
        caller: () => callerOf(workflow),
        readerOf: (address) => readerOf(workflow.account, address),
      });
    const summary = (workflow: LoggedWorkflow, stands: Standing): AccountWorkflow => ({
      id: workflow.id,
      account: workflow.account,
      username: accountOf(workflow.account)?.username ?? personOf(workflow),
      name: personOf(workflow),
      scenario: workflow.scenario,
      title: SCENARIO_TITLES[workflow.scenario],
      ...stands,
      startedAt: workflow.startedAt,
      lastAt: workflow.lastAt,
      firstSeq: workflow.seqs[0] ?? 0,
      lastSeq: lastSeqOf(workflow),
      flow: workflow.flow ?? null,
    });
    return { people, standing, summary };
  }
}

type Standing = Pick<AccountWorkflow, 'status' | 'pending'>;

const lastSeqOf = ({ seqs }: LoggedWorkflow): number => seqs.at(-1) ?? 0;

/** Asks once for each key. */
function remembered<V>(ask: (key: string) => V): (key: string) => V {
  const known = new Map<string, V>();
  return (key) => {
    const value = known.has(key) ? (known.get(key) as V) : ask(key);
    known.set(key, value);
    return value;
  };
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
