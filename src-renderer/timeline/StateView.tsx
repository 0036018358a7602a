import { Layers } from 'lucide-react';
import { useMemo } from 'react';
import type { Artefact } from '../../src-main/contract/flow-state.ts';
import { type StateEntry, stateAt } from '../../src-main/trace/views/state-at.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { useCurrentFlow, useFlow } from '../flows/use-flow.ts';
import { useMoment } from '../flows/use-moment.ts';
import { useVirtualNow } from '../shell/use-virtual-now.ts';
import { selectSeq } from '../store/selection.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { formatDateTime, formatTimeMs } from '../ui/format.ts';
import classes from './StateView.module.css';
import { standingText } from './standing-text.ts';
import { useFlowState } from './use-flow-state.ts';

const GROUPS: readonly { title: string; kinds: readonly Artefact['kind'][] }[] = [
  { title: 'Sessions', kinds: ['session', 'app-session'] },
  { title: 'Consents', kinds: ['consent'] },
  { title: 'Codes', kinds: ['code'] },
  { title: 'Tokens', kinds: ['access', 'id', 'refresh'] },
];

const KINDS: Record<Artefact['kind'], string> = {
  session: 'Session at the provider',
  'app-session': 'Session at the application',
  consent: 'Consent',
  code: 'Authorization code',
  access: 'Access token',
  id: 'ID token',
  refresh: 'Refresh token',
};

/** What existed at the moment that the scrubber stands at, or exists now: as far as the log tells. */
export function StateView() {
  const flow = useCurrentFlow();
  const { view } = useFlow(flow);
  const moment = useMoment(view);
  const present = useVirtualNow();
  const { changes, error } = useFlowState(flow);
  const seq = moment?.seq ?? Number.MAX_SAFE_INTEGER;
  const now = moment?.vtime ?? present;
  const entries = useMemo(() => stateAt(changes ?? [], seq, now), [changes, seq, now]);
  if (error) return <ErrorNote error={error} />;
  if (changes === undefined) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section aria-label="State" className={classes.view} tabIndex={0}>
      <p className={classes.when}>
        {moment === undefined ? 'Now, at ' : 'At that moment, '}
        <span className={classes.mono}>
          {formatDateTime(now)}
          {formatTimeMs(now).slice(5, moment === undefined ? 8 : undefined)}
        </span>{' '}
        of the virtual clock. As far as this log tells.
      </p>
      {entries.length === 0 ? (
        <EmptyState icon={Layers} title="Nothing exists yet">
          {changes.length === 0
            ? 'This flow has made no session, consent, code or token.'
            : 'Move the scrubber on: the first thing comes later.'}
        </EmptyState>
      ) : (
        GROUPS.map(({ title, kinds }) => {
          const rows = entries.filter(({ kind }) => kinds.includes(kind));
          return rows.length > 0 && <Group key={title} now={now} rows={rows} title={title} />;
        })
      )}
    </section>
  );
}

function Group({ title, rows, now }: { title: string; rows: readonly StateEntry[]; now: number }) {
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>{title}</caption>
      <thead className={classes.hidden}>
        <tr>
          <th scope="col">What</th>
          <th scope="col">For</th>
          <th scope="col">Allows</th>
          <th scope="col">How it stands</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((entry) => {
          const { tone, text } = standingText(entry, now);
          return (
            <tr data-standing={entry.standing} key={`${entry.kind} ${entry.id}`}>
              <th scope="row">
                <button
                  className={classes.open}
                  onClick={() => selectSeq(entry.since)}
                  title="Select the hop that made it"
                  type="button"
                >
                  {KINDS[entry.kind]}
                </button>
              </th>
              <td>{[entry.subject, entry.client].filter((each) => each !== undefined).join(' · ')}</td>
              <td className={classes.allows}>
                {entry.scope}
                {entry.audience !== undefined && <span className={classes.audience}>{entry.audience}</span>}
              </td>
              <td>
                <OutcomeBadge tone={tone}>{text}</OutcomeBadge>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
