import { EXTENSION_EVENTS, type ExtensionEvent } from '../../../src-main/contract/extension-events.ts';
import classes from './Scripts.module.css';

const EVENTS: readonly ExtensionEvent[] = EXTENSION_EVENTS;

/** The names of the event bus, when each happens here, and what a handler may still do then. */
export function EventTable() {
  return (
    <details className={classes.events}>
      <summary>The {EVENTS.length} events, and when each happens here</summary>
      <p className={classes.hint}>
        The names are those of WSO2’s handlers. Whether a low priority runs first was not read there; here it
        does.
      </p>
      <div className={classes.tableScroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">When</th>
              <th scope="col">A handler may</th>
            </tr>
          </thead>
          <tbody>
            {EVENTS.map(({ name, phase, when, rewrites, missing }) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>
                  {when}
                  {missing !== undefined && <strong> Never here: {missing}</strong>}
                </td>
                <td>{mayDo(phase, rewrites)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function mayDo(phase: ExtensionEvent['phase'], rewrites: readonly string[] | undefined): string {
  if (phase === 'post') return 'call; undo nothing';
  return rewrites ? `refuse; rewrite ${rewrites.join(', ')}` : 'refuse';
}
