import { goTo } from '../app/route.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { outcomeLook } from '../flows/outcomes.ts';
import { selectFlow } from '../store/selection.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { formatDateTime, formatTime } from '../ui/format.ts';
import classes from './Holdings.module.css';
import { changeText, cutText, eventTitle } from './history-words.ts';
import { useHistory } from './use-account.ts';

/** Every fact about an account that the log holds, newest first. */
export function AuditTrail({ id }: { id: string }) {
  const { value: events, error } = useHistory(id, 'all');
  if (error) return <ErrorNote error={error} />;
  if (!events) return null;
  return (
    <section aria-label="Audit trail" className={classes.part}>
      <div className={classes.head}>
        <h3 className={classes.title}>Audit trail</h3>
      </div>
      {events.length === 0 ? (
        <p className={classes.empty}>The log tells nothing of this account yet.</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Who</th>
              <th scope="col">Outcome</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {events.map((event) => {
              const look = outcomeLook(event.outcome);
              const { flow } = event;
              const more = [changeText(event), cutText(event) && `cut ${cutText(event)}`].filter(Boolean);
              return (
                <tr key={event.seq}>
                  <td className={classes.time} title={formatDateTime(event.vtime)}>
                    {formatTime(event.vtime)}
                  </td>
                  <td>
                    {eventTitle(event)}
                    {more.length > 0 && <span className={classes.empty}> · {more.join(' · ')}</span>}
                  </td>
                  <td>{event.actor.replace(/^persona:/, '')}</td>
                  <td>
                    <OutcomeBadge tone={look.tone}>{`${look.mark} ${event.outcome}`}</OutcomeBadge>
                  </td>
                  <td>
                    {flow !== undefined && (
                      <button
                        className={classes.link}
                        onClick={() => {
                          selectFlow(flow);
                          goTo('traces');
                        }}
                        type="button"
                      >
                        Trace
                      </button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
