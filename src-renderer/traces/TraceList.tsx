import { Button, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Pin, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { FlowSummary } from '../../src-main/contract/flow.ts';
import { actorName } from '../../src-main/trace/views/flow-story.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { outcomeLook } from '../flows/outcomes.ts';
import { useTextScale } from '../flows/use-text-scale.ts';
import { count, formatDateTime, formatTime } from '../ui/format.ts';
import { endComparing } from './comparing.ts';
import classes from './TraceList.module.css';

const ROW = 68;
const DAY_MS = 86_400_000;

/** When a flow began: the time alone while it is of the same day as the newest. */
function when(vtime: number, newest: number): string {
  return Math.abs(newest - vtime) < DAY_MS / 2 ? formatTime(vtime) : formatDateTime(vtime);
}

/** All flows of the log, newest first: a list box that the arrow keys walk through. */
export function TraceList({
  summaries,
  selected,
  search,
  onSearch,
  onPick,
  picking,
  loading,
  aside,
  asideShown,
  onAside,
}: {
  summaries: readonly FlowSummary[];
  selected: string | undefined;
  search: string;
  onSearch: (search: string) => void;
  onPick: (flow: string) => void;
  /** The next flow that is picked is laid beside the selected one. */
  picking: boolean;
  loading: boolean;
  /** How many flows are left out, or shown on demand: set-ups of labs, pages that were only opened. */
  aside: number;
  asideShown: boolean;
  onAside: (shown: boolean) => void;
}) {
  const scrolled = useRef<HTMLDivElement>(null);
  const row = ROW * useTextScale();
  const id = useId();
  const virtualizer = useVirtualizer({
    count: summaries.length,
    estimateSize: () => row,
    overscan: 8,
    getScrollElement: () => scrolled.current,
    getItemKey: (index) => summaries[index]?.flow ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text size is what makes the rows higher.
  useEffect(() => virtualizer.measure(), [row, virtualizer]);
  // While the other flow of a comparison is looked for, the arrow keys move a mark and Enter picks.
  const [marked, setMarked] = useState<string>();
  const shown = picking ? (marked ?? selected) : selected;
  const at = summaries.findIndex((summary) => summary.flow === shown);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection is what scrolls, not another place of it.
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [shown, virtualizer]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (picking && event.key === 'Enter' && shown !== undefined && shown !== selected) {
      event.preventDefault();
      onPick(shown);
      return;
    }
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: summaries.length - 1,
    };
    const index = moves[event.key];
    const summary = index === undefined ? undefined : summaries[Math.min(index, summaries.length - 1)];
    if (summary === undefined) return;
    event.preventDefault();
    if (picking) setMarked(summary.flow);
    else onPick(summary.flow);
  };

  return (
    <div className={classes.side}>
      <div className={classes.head}>
        <h1 className={classes.title}>Traces</h1>
        <span className={classes.count}>{count(summaries.length, 'flow')}</span>
      </div>
      <TextInput
        aria-label="Search the flows"
        className={classes.search}
        leftSection={<Search aria-hidden size={15} />}
        onChange={(event) => onSearch(event.currentTarget.value)}
        placeholder="Person, application, path, outcome"
        type="search"
        value={search}
      />
      {picking && (
        <div className={classes.picking} role="status">
          <p>Pick the flow to lay beside the selected one.</p>
          <Button onClick={endComparing} size="compact-xs">
            Cancel
          </Button>
        </div>
      )}
      <div className={classes.scroll} ref={scrolled}>
        {summaries.length === 0 && !loading ? (
          <p className={classes.empty}>
            {search === '' ? 'The log holds no flow yet.' : `No flow matches “${search}”.`}
          </p>
        ) : (
          <div
            aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
            aria-label="Flows, newest first"
            className={classes.list}
            onKeyDown={onKeyDown}
            role="listbox"
            style={{ height: virtualizer.getTotalSize() }}
            tabIndex={0}
          >
            {virtualizer.getVirtualItems().map((item) => {
              const summary = summaries[item.index];
              if (!summary) return null;
              const look = outcomeLook(summary.outcome);
              const label = summary.outcome === 'ok' ? look.mark : `${look.mark} ${look.word}`;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all of its options.
                <div
                  aria-posinset={item.index + 1}
                  aria-selected={item.index === at}
                  aria-setsize={summaries.length}
                  className={classes.row}
                  id={`${id}-${item.index}`}
                  key={item.key}
                  onClick={() => onPick(summary.flow)}
                  role="option"
                  style={{ top: item.start, height: item.size }}
                  tabIndex={-1}
                >
                  <span className={classes.what}>{summary.title}</span>
                  <span className={classes.facts}>
                    <OutcomeBadge tone={look.tone}>{label}</OutcomeBadge>
                    <span className={classes.actor}>{actorName(summary.actor)}</span>
                    <span>{count(summary.hops, 'hop')}</span>
                    {summary.pinned && <Pin aria-label="pinned" className={classes.pin} size={12} />}
                    <time className={classes.time}>
                      {when(summary.vtime, summaries[0]?.vtime ?? summary.vtime)}
                    </time>
                  </span>
                </div>
              );
            })}
          </div>
        )}
      </div>
      {aside > 0 && (
        <button className={classes.aside} onClick={() => onAside(!asideShown)} type="button">
          {asideShown ? 'Hide' : 'Show'} {count(aside, 'page load or set-up', 'page loads and set-ups')}
        </button>
      )}
    </div>
  );
}
