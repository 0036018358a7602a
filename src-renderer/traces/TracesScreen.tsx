import { Button } from '@mantine/core';
import { Activity } from 'lucide-react';
import { useMemo, useState } from 'react';
import { goTo } from '../app/route.ts';
import { useCurrentFlow, useFlow } from '../flows/use-flow.ts';
import { selectFlow } from '../store/index.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { ComparePane } from './ComparePane.tsx';
import { compareWith, endComparing, useComparing } from './comparing.ts';
import { TraceDetail } from './TraceDetail.tsx';
import { TraceList } from './TraceList.tsx';
import classes from './TracesScreen.module.css';
import { useSummaries } from './use-summaries.ts';

function showOne(flow: string): void {
  endComparing();
  selectFlow(flow);
}

/** Every flow that the log holds, live, and one of them in detail. */
export function TracesScreen() {
  const [search, setSearch] = useState('');
  const [asideShown, setAsideShown] = useState(false);
  const { summaries: all, loading, error, setPinned } = useSummaries(search);
  const main = useMemo(() => all.filter((summary) => summary.aside === undefined), [all]);
  const summaries = asideShown ? all : main;
  const comparing = useComparing();
  const picking = comparing.flow !== undefined && comparing.with === undefined;
  const flow = useCurrentFlow() ?? summaries[0]?.flow;
  const { view, error: flowError } = useFlow(flow);
  const summary = summaries.find((each) => each.flow === flow);
  return (
    <div className={classes.screen}>
      <TraceList
        aside={all.length - main.length}
        asideShown={asideShown}
        loading={loading}
        onAside={setAsideShown}
        onPick={picking ? compareWith : showOne}
        onSearch={setSearch}
        picking={picking}
        search={search}
        selected={picking ? comparing.flow : flow}
        summaries={summaries}
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
