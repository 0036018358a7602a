import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import { goTo } from '../../app/route.ts';
import { OutcomeBadge } from '../../flows/OutcomeBadge.tsx';
import { selectFlow } from '../../store/selection.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatDateTime, formatTime } from '../../ui/format.ts';
import classes from './Scripts.module.css';
import { useRuns } from './use-scripts.ts';

const LOOKS: Readonly<Record<string, readonly ['allowed' | 'denied', string]>> = {
  'extension.ran': ['allowed', '✓ ran'],
  'extension.vetoed': ['denied', '✕ vetoed'],
  'extension.failed': ['denied', '✕ failed'],
};

/** The last runs of a script, newest first, each with the way to its trace. */
export function RunList({ id }: { id: string | undefined }) {
  const { value: runs, error } = useRuns(id);
  return (
    <section aria-label="Last runs" className={classes.card}>
      <h3 className={classes.cardTitle}>Last runs</h3>
      {error && <ErrorNote error={error} />}
      {runs === undefined || runs.length === 0 ? (
        <p className={classes.hint}>
          {id === undefined ? 'It is not saved yet, so it never ran.' : 'It has not run yet.'}
        </p>
      ) : (
        <ol className={classes.runs}>
          {runs.map((run) => (
            <Run key={run.seq} run={run} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Run({ run: { type, data, flow, vtime } }: { run: SandboxEvent }) {
  const [tone, text] = LOOKS[type] ?? ['denied', type];
  const lines = Array.isArray(data.console) ? data.console.map(String) : [];
  return (
    <li className={classes.run}>
      <OutcomeBadge tone={tone}>{text}</OutcomeBadge>
      <time className={classes.hint} title={formatDateTime(vtime)}>
        {formatTime(vtime)}
      </time>
      <span className={classes.hint}>{Number(data.durationMs).toFixed(1)} ms</span>
      {flow !== undefined && (
        <button
          className={classes.link}
          onClick={() => {
            selectFlow(flow);
            goTo('traces');
          }}
          type="button"
        >
          Show in Traces
        </button>
      )}
      {typeof data.words === 'string' && (
        <p className={classes.words}>
          {data.words}
          {typeof data.line === 'number' && ` (line ${data.line})`}
        </p>
      )}
      {lines.length > 0 && <pre className={classes.console}>{lines.join('\n')}</pre>}
    </li>
  );
}
