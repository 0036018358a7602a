import { Button } from '@mantine/core';
import { Activity } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FlowSummary } from '../../src-main/contract/flow.ts';
import { goTo } from '../app/route.ts';
import { useCurrentFlow, useFlow } from '../flows/use-flow.ts';
import { selectFlow } from '../store/index.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { ComparePane } from './ComparePane.tsx';
import { compareWith, endComparing, useComparing } from './comparing.ts';
import type { FlowFilter } from './merge-summaries.ts';
import { TraceDetail } from './TraceDetail.tsx';
import { TraceList } from './TraceList.tsx';
import classes from './TracesScreen.module.css';
import { useSummaries } from './use-summaries.ts';

const ALL: FlowFilter = { search: '', actor: undefined, outcome: undefined, aside: false };

/** The line of the selected flow, also when the list does not show it any more. */
function useKept(flow: string | undefined, summaries: readonly FlowSummary[]): FlowSummary | undefined {
  const listed = useMemo(() => summaries.find((each) => each.flow === flow), [summaries, flow]);
  const kept = useRef<FlowSummary>(undefined);
  useEffect(() => {
    if (listed !== undefined) kept.current = listed;
  }, [listed]);
  return listed ?? (kept.current?.flow === flow ? kept.current : undefined);
}

function showOne(flow: string): void {
  endComparing();
  selectFlow(flow);
}

/** Every flow that the log holds, live, and one of them in detail. */
export function TracesScreen() {
  const [filter, setFilter] = useState<FlowFilter>(ALL);
  const listed = useSummaries(filter);
  const { summaries, loading, error, setPinned } = listed;
  const comparing = useComparing();
  const picking = comparing.flow !== undefined && comparing.with === undefined;
  const flow = useCurrentFlow() ?? summaries[0]?.flow;
  const { view, error: flowError } = useFlow(flow);
  const summary = useKept(flow, summaries);
  return (
    <div className={classes.screen}>
      <TraceList
        filter={filter}
        listed={listed}
        onFilter={(change) => setFilter((before) => ({ ...before, ...change }))}
        onPick={picking ? compareWith : showOne}
        picking={picking}
        selected={picking ? comparing.flow : flow}
      />
      {comparing.flow !== undefined && comparing.with !== undefined ? (
        <ComparePane left={comparing.flow} right={comparing.with} summaries={summaries} />
      ) : view === undefined || view.hops.length + view.decisions.length === 0 ? (
        <div className={classes.empty}>
          {(error ?? flowError) ? (
            <ErrorNote error={(error ?? flowError) as NonNullable<typeof error>} />
          ) : loading ? null : (
            <EmptyState
              actions={
                <Button onClick={() => goTo('explore')} variant="filled">
                  Explore freely
                </Button>
              }
              icon={Activity}
              title="Nothing has happened yet"
            >
              Sign in as a persona or call an API, with a lab or without one. Every request, answer and
              decision is kept here, flow by flow.
            </EmptyState>
          )}
        </div>
      ) : (
        <TraceDetail onPinned={(pinned) => setPinned(view.flow, pinned)} summary={summary} view={view} />
      )}
    </div>
  );
}
