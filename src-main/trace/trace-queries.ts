import type { FlowSummary, FlowView } from '../contract/flow.ts';
import type { StateChange } from '../contract/flow-state.ts';
import type { MethodOutput, MethodParams } from '../contract/methods.ts';
import type { Participant } from '../contract/world.ts';
import type { Core } from '../events/core.ts';
import { claimOrigins } from './claim-origins.ts';
import { exportTrace } from './export-trace.ts';
import { stateChanges } from './state-query.ts';
import { buildFlowView, summariseFlows } from './views/build-flow-view.ts';

/** How many of the newest events the list of traces looks at. */
const LISTED_EVENTS = 20_000;
/** How many events one story may have. */
const FLOW_EVENTS = 20_000;

/** The stories that the log holds, read from the log each time. */
export function createTraceQueries(core: Core, participants: () => Participant[], version: string) {
  const view = (flow: string): FlowView => {
    const flows = core.correlator.members(flow);
    const events = core.log.list({ after: 0, flows, limit: FLOW_EVENTS });
    return buildFlowView(events, participants(), core.correlator.root(flow));
  };
  return {
    view,
    state: ({ flow }: MethodParams<'traces.state'>): StateChange[] => stateChanges(core, flow),
    list: ({ limit, search }: MethodParams<'traces.list'>): FlowSummary[] => {
      const pinned = core.log.pinnedFlows();
      const wanted = search?.toLowerCase();
      return summariseFlows(core.log.list({ limit: LISTED_EVENTS }), participants())
        .filter((summary) => !wanted || JSON.stringify(summary).toLowerCase().includes(wanted))
        .slice(0, limit)
        .map((summary) => (pinned.has(summary.flow) ? { ...summary, pinned: true } : summary));
    },
    export: (params: MethodParams<'traces.export'>): MethodOutput<'traces.export'> =>
      exportTrace(
        view(params.flow),
        params,
        version,
        (handle) => core.vault.reveal(handle)?.value ?? undefined,
      ),
    claimOrigins: (params: MethodParams<'claims.origins'>) => claimOrigins(core, params),
    pin: ({ flow, pinned }: MethodParams<'traces.pin'>) => {
      core.log.pin(core.correlator.members(flow), pinned);
      return {};
    },
  };
}
