import { ActionIcon, Tooltip } from '@mantine/core';
import { X } from 'lucide-react';
import {
  type KeyboardEvent,
  memo,
  useDeferredValue,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Decision, FlowView, Hop } from '../../src-main/contract/flow.ts';
import { errorSides } from '../../src-main/trace/views/error-sides.ts';
import { reasonPhrase } from '../../src-main/trace/views/response-titles.ts';
import { AskButton, FixPanel, useFixSearch, wasRefused } from '../fixes/index.ts';
import { useShownHops } from '../flows/assets.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { hopLook, outcomeLook } from '../flows/outcomes.ts';
import { useCurrentFlow, useFlow, useSelectedHop } from '../flows/use-flow.ts';
import { RunAgainButton } from '../forks/index.ts';
import { clearHop } from '../store/index.ts';
import { BothSides } from './BothSides.tsx';
import { CopyCurl } from './CopyCurl.tsx';
import { MessageDetails } from './MessageDetails.tsx';
import { usePanelHeight } from './use-panel-height.ts';
import { WhyChain } from './WhyChain.tsx';
import classes from './WhyPanel.module.css';
import { chiefDecision, decisionsOf, whyQuestion } from './why-text.ts';

type Tab = 'why' | 'sides' | 'request' | 'answer' | 'fix';
const TAB_LABELS: Record<Tab, string> = {
  why: 'Decisions',
  sides: 'Both sides',
  request: 'Request',
  answer: 'Answer',
  fix: 'Fixes',
};

/**
 * What was decided at the selected hop, and what its messages said. Shows what the log holds, nothing else; while no
 * hop is selected there is no panel.
 */
export function WhyPanel() {
  const flow = useCurrentFlow();
  const { view: newest } = useFlow(flow);
  const selected = useSelectedHop(newest);
  // Moving through a flow, by the scrubber or the arrow keys, must not wait for what is told of each hop on the way.
  const { view, hop, decision } = useDeferredValue(
    useMemo(() => ({ view: newest, hop: selected.hop, decision: selected.decision }), [newest, selected]),
  );
  if (view === undefined || (hop === undefined && decision === undefined)) return null;
  return <Panel hop={hop} pointed={decision} view={view} />;
}

const Panel = memo(function Panel({
  view,
  hop,
  pointed,
}: {
  view: FlowView;
  hop: Hop | undefined;
  pointed: Decision | undefined;
}) {
  const { numbers } = useShownHops(view);
  const { height, edge } = usePanelHeight();
  const [chosen, setChosen] = useState<Tab>('why');
  const sides = useMemo(() => hop && errorSides(view, hop), [view, hop]);
  const refused = hop !== undefined && wasRefused(view, hop);
  const question = useFixSearch(view.flow, hop?.span);
  const body = useRef<HTMLDivElement>(null);
  const onAsk = () => {
    setChosen('fix');
    // The button that was pressed goes; the keyboard stays with what it asked for.
    body.current?.focus();
    void question.ask();
  };
  const tabs: readonly Tab[] = [
    'why',
    ...(sides === undefined ? [] : (['sides'] as const)),
    'request',
    'answer',
    ...(refused ? (['fix'] as const) : []),
  ];
  const tab = hop === undefined || !tabs.includes(chosen) ? 'why' : chosen;
  // Before the list of rules, which then brings the one that said no into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is what begins at its top.
  useLayoutEffect(() => {
    if (body.current) body.current.scrollTop = 0;
  }, [tab]);
  const decisions = decisionsOf(view, hop, pointed);
  const chief = chiefDecision(decisions, pointed);
  const look = hop === undefined ? undefined : hopLook(hop);
  const number = hop === undefined ? undefined : numbers.get(hop.span);
  const chiefLook = chief === undefined ? undefined : outcomeLook(chief.outcome);
  return (
    <section aria-label="Selected hop" className={classes.panel} style={{ height }}>
      {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved; this one can. */}
      <div
        {...edge}
        aria-label="Height of this panel"
        aria-orientation="horizontal"
        aria-valuenow={height}
        className={classes.edge}
        role="separator"
        tabIndex={0}
      />
      <header className={classes.head}>
        {hop?.response && look ? (
          <OutcomeBadge tone={look.tone}>{`${look.mark} ${hop.response.status}`}</OutcomeBadge>
        ) : (
          chiefLook && (
            <OutcomeBadge tone={chiefLook.tone}>{`${chiefLook.mark} ${chiefLook.word}`}</OutcomeBadge>
          )
        )}
        <h2 className={classes.title}>{whyQuestion(hop, chief)}</h2>
        {hop && (
          <span className={classes.place}>
            {number === undefined ? '' : `hop ${number} · `}
            {hop.title}
          </span>
        )}
        {hop && <Tabs onChange={setChosen} tab={tab} tabs={tabs} />}
        <Tooltip label="Close">
          <ActionIcon aria-label="Close the panel" onClick={clearHop}>
            <X aria-hidden size={16} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div
        aria-label={TAB_LABELS[tab]}
        className={classes.body}
        id="why-panel"
        ref={body}
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing else that takes the focus.
        tabIndex={0}
      >
        {tab === 'why' && (
          <WhyChain chief={chief} decisions={decisions} hop={hop} view={view}>
            {refused && <AskButton onAsk={onAsk} />}
            {hop && canRunAgain(hop) && (
              <RunAgainButton
                recorded={{
                  flow: view.flow,
                  span: hop.span,
                  what: `${hop.method} ${hop.target}`,
                  seq: hop.request.seq,
                  vtime: hop.request.vtime,
                }}
              />
            )}
          </WhyChain>
        )}
        {tab === 'fix' && hop && <FixPanel flow={view.flow} question={question} span={hop.span} />}
        {tab === 'sides' && sides && <BothSides sides={sides} />}
        {tab === 'request' && hop && (
          <>
            <MessageDetails
              body={hop.request.body}
              headers={hop.request.headers}
              line={`${hop.method} ${hop.target}`}
            />
            <div className={classes.tools}>
              <CopyCurl flow={view.flow} span={hop.span} />
            </div>
          </>
        )}
        {tab === 'answer' && hop && <Answer hop={hop} />}
      </div>
    </section>
  );
});

/** Calls of an API and token requests are sent again by themselves; a sign-in is a matter of the whole story. */
const canRunAgain = ({ to, target }: Hop): boolean =>
  to === 'gateway' || (to === 'idp' && /^\/token(?:\?|$)/.test(target));

function Answer({ hop }: { hop: Hop }) {
  const { response } = hop;
  if (response === undefined) return <p className={classes.none}>No answer yet.</p>;
  const cut = response.aborted ? ' · the connection ended before the answer was complete' : '';
  return (
    <MessageDetails
      body={response.body}
      headers={response.headers}
      line={`${response.status} ${reasonPhrase(response.status)}${cut}`.trim()}
    />
  );
}

function Tabs({ tab, tabs, onChange }: { tab: Tab; tabs: readonly Tab[]; onChange: (tab: Tab) => void }) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const index = (tabs.indexOf(tab) + by + tabs.length) % tabs.length;
    onChange(tabs[index] ?? 'why');
    list.current?.querySelectorAll('button')[index]?.focus();
  };
  return (
    <div aria-label="Of the hop" className={classes.tabs} onKeyDown={onKeyDown} ref={list} role="tablist">
      {tabs.map((name) => (
        <button
          aria-controls="why-panel"
          aria-selected={name === tab}
          className={classes.tab}
          key={name}
          onClick={() => onChange(name)}
          role="tab"
          tabIndex={name === tab ? 0 : -1}
          type="button"
        >
          {TAB_LABELS[name]}
        </button>
      ))}
    </div>
  );
}
