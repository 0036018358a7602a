import type { FlowSummary, FlowView } from '../contract/flow.ts';
import type { StateChange } from '../contract/flow-state.ts';
import type { MethodOutput, MethodParams } from '../contract/methods.ts';
import type { Participant } from '../contract/world.ts';
import type { Core } from '../events/core.ts';
import { AccountWorkflows, type AccountWorkflowsDeps } from './account-workflows.ts';
import { claimOrigins } from './claim-origins.ts';
import { exportTrace } from './export-trace.ts';
import { FLOW_EVENTS, FlowCatalogue } from './flow-catalogue.ts';
import { stateChanges } from './state-query.ts';
import { buildFlowView } from './views/build-flow-view.ts';

/** The stories that the log holds, read from the log each time. */
export function createTraceQueries(
  core: Core,
  participants: () => Participant[],
  version: string,
  readerOf: AccountWorkflowsDeps['readerOf'] = () => undefined,
) {
  const catalogue = new FlowCatalogue(core, participants);
  const view = (flow: string): FlowView => {
    const flows = catalogue.members(flow);
    const events = core.log.list({ after: 0, flows, limit: FLOW_EVENTS });
    return buildFlowView(events, participants(), core.correlator.root(flow));
  };
  const marked = (found: FlowSummary[]): FlowSummary[] => {
    const pinned = core.log.pinnedFlows();
    return found.map((summary) => (pinned.has(summary.flow) ? { ...summary, pinned: true } : summary));
  };
  const members = (flow: string) => catalogue.members(flow);
  return {
    view,
    workflows: new AccountWorkflows({ core, participants, members, readerOf }),
    state: ({ flow }: MethodParams<'traces.state'>): StateChange[] =>
      stateChanges(core, catalogue.members(flow)),
    list: async ({ limit, search }: MethodParams<'traces.list'>): Promise<FlowSummary[]> =>
      marked((await catalogue.page({ limit, search, aside: true, empty: true })).flows),
    page: async (params: MethodParams<'traces.page'>): Promise<MethodOutput<'traces.page'>> => {
      const { flows, more } = await catalogue.page(params);
      return { flows: marked(flows), more };
    },
    count: (filter: MethodParams<'traces.count'>) => catalogue.count(filter),
    export: (params: MethodParams<'traces.export'>): MethodOutput<'traces.export'> =>
      exportTrace(
        view(params.flow),
        params,
        version,
        (handle) => core.vault.reveal(handle)?.value ?? undefined,
      ),
    claimOrigins: (params: MethodParams<'claims.origins'>) => claimOrigins(core, params),
    pin: ({ flow, pinned }: MethodParams<'traces.pin'>) => {
      core.log.pin(catalogue.members(flow), pinned);
      return {};
    },
  };
}
