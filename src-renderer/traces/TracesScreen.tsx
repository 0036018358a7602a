import { Button } from '@mantine/core';
import { Activity } from 'lucide-react';
import { useState } from 'react';
import { goTo } from '../app/route.ts';
import { useCurrentFlow, useFlow } from '../flows/use-flow.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { TraceDetail } from './TraceDetail.tsx';
import { TraceList } from './TraceList.tsx';
import classes from './TracesScreen.module.css';
import { useSummaries } from './use-summaries.ts';

/** Every flow that the log holds, live, and one of them in detail. */
export function TracesScreen() {
  const [search, setSearch] = useState('');
  const { summaries, loading, error, setPinned } = useSummaries(search);
  const flow = useCurrentFlow() ?? summaries[0]?.flow;
  const { view, error: flowError } = useFlow(flow);
  const summary = summaries.find((each) => each.flow === flow);
  return (
    <div className={classes.screen}>
      <TraceList
        loading={loading}
        onSearch={setSearch}
        search={search}
        selected={flow}
        summaries={summaries}
      />
      {view === undefined || view.hops.length + view.decisions.length === 0 ? (
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
