import { Button } from '@mantine/core';
import {
  ChartGantt,
  Columns2,
  Layers,
  ListTree,
  type LucideIcon,
  Pin,
  PinOff,
  Rows3,
  Ticket,
} from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { FlowSummary, FlowView } from '../../src-main/contract/flow.ts';
import { actorName } from '../../src-main/trace/views/flow-story.ts';
import { SequenceView, WhyPanel } from '../diagrams/index.ts';
import { type DetailTab, setDetailTab, useDetail } from '../flows/detail.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { outcomeLook } from '../flows/outcomes.ts';
import { RunAgainButton } from '../forks/index.ts';
import { ExportMenu } from '../shell/ExportMenu.tsx';
import { announce, gatehouse } from '../store/index.ts';
import { Scrubber, StateView, TimelineView } from '../timeline/index.ts';
import { TokenView } from '../token/index.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count, formatDateTime } from '../ui/format.ts';
import { useAction } from '../ui/use-action.ts';
import { compareFrom } from './comparing.ts';
import { HopTable } from './HopTable.tsx';
import classes from './TraceDetail.module.css';

const TABS: readonly { tab: DetailTab; label: string; icon: LucideIcon }[] = [
  { tab: 'sequence', label: 'Sequence', icon: ListTree },
  { tab: 'timeline', label: 'Timeline', icon: ChartGantt },
  { tab: 'hops', label: 'Hops', icon: Rows3 },
  { tab: 'token', label: 'Token', icon: Ticket },
  { tab: 'state', label: 'State', icon: Layers },
];

/** How stories came to be one, in words. */
const EVIDENCE: Record<string, string> = {
  access_token: 'the same access token',
  code: 'the same code',
  code_verifier: 'the same code verifier',
  device_code: 'the same device code',
  id_token: 'the same ID token',
  interaction: 'the same interaction',
  refresh_token: 'the same refresh token',
  request_uri: 'the same request_uri',
  state: 'the same state',
  trace: 'the W3C trace context',
  user_code: 'the same user code',
};

/** One flow: what it was, its sequence, hops and tokens, and the hop that is selected. */
export function TraceDetail({
  view,
  summary,
  onPinned,
}: {
  view: FlowView;
  summary: FlowSummary | undefined;
  onPinned: (pinned: boolean) => void;
}) {
  const { tab } = useDetail();
  const pin = useAction(async (pinned: boolean) => {
    await gatehouse().call('traces.pin', { flow: view.flow, pinned });
    onPinned(pinned);
    announce(pinned ? 'Pinned: clearing the log keeps this flow.' : 'No longer pinned.');
  });
  const pinned = summary?.pinned === true;
  return (
    <section aria-label="The selected flow" className={classes.detail}>
      <header className={classes.head}>
        <div className={classes.about}>
          <h2 className={classes.title}>{summary?.title ?? view.flow}</h2>
          <Facts summary={summary} view={view} />
        </div>
        {view.hops[0] && (
          <RunAgainButton
            recorded={{
              flow: view.flow,
              what: summary?.title ?? view.flow,
              seq: view.hops[0].request.seq,
              vtime: view.hops[0].request.vtime,
            }}
          />
        )}
        <Button leftSection={<Columns2 aria-hidden size={14} />} onClick={() => compareFrom(view.flow)}>
          Compare with…
        </Button>
        <Button
          aria-pressed={pinned}
          leftSection={pinned ? <PinOff aria-hidden size={14} /> : <Pin aria-hidden size={14} />}
          loading={pin.busy}
          onClick={() => pin.run(!pinned)}
        >
          {pinned ? 'Unpin' : 'Pin'}
        </Button>
      </header>
      {pin.error && <ErrorNote error={pin.error} onDismiss={pin.clear} />}
      <div className={classes.bar}>
        <Tabs tab={tab} />
        <ExportMenu />
      </div>
      <Scrubber view={view} />
      <div aria-labelledby={`trace-tab-${tab}`} className={classes.stage} id="trace-panel" role="tabpanel">
        {tab === 'sequence' && <SequenceView />}
        {tab === 'timeline' && <TimelineView />}
        {tab === 'hops' && <HopTable view={view} />}
        {tab === 'token' && <TokenView />}
        {tab === 'state' && <StateView />}
      </div>
      {tab !== 'token' && tab !== 'state' && <WhyPanel />}
    </section>
  );
}

function Facts({ summary, view }: { summary: FlowSummary | undefined; view: FlowView }) {
  const evidence = [...new Set(view.evidence.map(({ by }) => EVIDENCE[by] ?? by))];
  if (summary === undefined) return null;
  const look = outcomeLook(summary.outcome);
  return (
    <p className={classes.facts}>
      {summary.outcome !== 'ok' && (
        <OutcomeBadge tone={look.tone}>{`${look.mark} ${look.word}`}</OutcomeBadge>
      )}
      <span>{actorName(summary.actor)}</span>
      <span className={classes.mono}>{formatDateTime(summary.vtime)}</span>
      <span>{count(summary.hops, 'hop')}</span>
      {evidence.length > 0 && <span>one story by {evidence.join(', ')}</span>}
    </p>
  );
}

function Tabs({ tab }: { tab: DetailTab }) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const index = (TABS.findIndex((each) => each.tab === tab) + by + TABS.length) % TABS.length;
    const next = TABS[index];
    if (next) setDetailTab(next.tab);
    list.current?.querySelectorAll('button')[index]?.focus();
  };
  return (
    <div
      aria-label="Views of the flow"
      className={classes.tabs}
      onKeyDown={onKeyDown}
      ref={list}
      role="tablist"
    >
      {TABS.map(({ tab: name, label, icon: Icon }) => (
        <button
          aria-controls="trace-panel"
          aria-selected={name === tab}
          className={classes.tab}
          id={`trace-tab-${name}`}
          key={name}
          onClick={() => setDetailTab(name)}
          role="tab"
          tabIndex={name === tab ? 0 : -1}
          type="button"
        >
          <Icon aria-hidden size={16} />
          {label}
        </button>
      ))}
    </div>
  );
}
