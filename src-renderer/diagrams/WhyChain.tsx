import type { ReactNode } from 'react';
import type { Decision, FlowView, Hop } from '../../src-main/contract/flow.ts';
import { formatMillis } from '../../src-main/trace/views/durations.ts';
import { hopStep } from '../../src-main/trace/views/hop-steps.ts';
import { outcomeLook, participantIn } from '../flows/outcomes.ts';
import { selectEvent } from '../store/index.ts';
import { ClaimList } from '../token/ClaimList.tsx';
import { ActorDot } from '../ui/actor-icon/index.ts';
import { formatTimeMs } from '../ui/format.ts';
import { CopyCurl } from './CopyCurl.tsx';
import { ReasonList } from './ReasonList.tsx';
import classes from './WhyPanel.module.css';

/** Decisions that end in claims: a token is made, or the provider tells of one. */
const TELLING_CLAIMS = new Set(['idp.token.issued', 'idp.userinfo.answered', 'idp.token.introspected']);

/** The chain of decisions of a hop, and beside it what the hop was. */
export function WhyChain({
  view,
  hop,
  decisions,
  chief,
  children,
}: {
  view: FlowView;
  hop: Hop | undefined;
  decisions: readonly Decision[];
  chief: Decision | undefined;
  /** What can be asked about the hop, as buttons. */
  children?: ReactNode;
}) {
  return (
    <div className={classes.columns}>
      <div className={classes.chain}>
        {decisions.length > 1 && (
          <div className={classes.choices}>
            {decisions.map((decision) => {
              const look = outcomeLook(decision.outcome);
              return (
                <button
                  aria-pressed={decision === chief}
                  className={classes.choice}
                  data-tone={look.tone}
                  key={decision.seq}
                  onClick={() => selectEvent({ flow: view.flow, span: decision.span, seq: decision.seq })}
                  type="button"
                >
                  <span aria-hidden>{look.mark}</span> {decision.title}
                </button>
              );
            })}
          </div>
        )}
        {chief === undefined ? (
          <Step hop={hop} />
        ) : (
          <>
            {chief.reasons.length === 0 ? <Step hop={hop} /> : <ReasonList decision={chief} />}
            {TELLING_CLAIMS.has(chief.type) && <ClaimList seq={chief.seq} />}
          </>
        )}
      </div>
      {hop && (
        <Facts chief={chief} hop={hop} view={view}>
          {children}
        </Facts>
      )}
    </div>
  );
}

/** What a hop is for, where no rule had to be weighed. */
function Step({ hop }: { hop: Hop | undefined }) {
  if (hop === undefined) return <p className={classes.none}>No rule had to be weighed for this.</p>;
  const { text, standard } = hopStep(hop);
  return (
    <p className={classes.none}>
      {text} No rule had to be weighed.
      <span className={classes.standard}>{standard}</span>
    </p>
  );
}

function Facts({
  view,
  hop,
  chief,
  children,
}: {
  view: FlowView;
  hop: Hop;
  chief: Decision | undefined;
  children: ReactNode;
}) {
  const from = participantIn(view, hop.from);
  const to = participantIn(view, hop.to);
  const decider = chief === undefined ? undefined : participantIn(view, chief.node);
  return (
    <div className={classes.facts}>
      <h3 className={classes.subtitle}>The hop</h3>
      <dl className={classes.list}>
        <dt>way</dt>
        <dd className={classes.way}>
          <ActorDot kind={from.kind} /> {from.name} → <ActorDot kind={to.kind} /> {to.name}
        </dd>
        <dt>channel</dt>
        <dd>{hop.channel === 'front' ? 'front: through the browser' : 'back: from server to server'}</dd>
        {decider && (
          <>
            <dt>decided by</dt>
            <dd className={classes.way}>
              <ActorDot kind={decider.kind} /> {decider.name}
            </dd>
          </>
        )}
        <dt>time</dt>
        <dd className={classes.mono}>
          {formatTimeMs(hop.request.vtime)}
          {hop.response && ` · ${formatMillis(hop.response.durationMs)}`}
        </dd>
      </dl>
      <div className={classes.asks}>
        {children}
        <CopyCurl flow={view.flow} span={hop.span} />
      </div>
    </div>
  );
}
