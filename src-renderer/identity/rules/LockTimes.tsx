import type { Governance } from '../../../src-main/contract/governance.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { count, formatDuration } from '../../ui/format.ts';
import { useLive } from '../use-live.ts';
import classes from './Effects.module.css';

const DOTS = 12;

/** The next locks by failed sign-ins, as the engine reckons them: attempts, then a lock, each longer than the last. */
export function LockTimes({ lock }: { lock: Governance['accountLock'] }) {
  const { value } = useLive(
    `locks ${JSON.stringify(lock)}`,
    () => gatehouse().call('governance.locks', {}),
    ({ type }) => type === 'config.changed' || type === 'snapshot.restored',
  );
  if (!lock.enabled)
    return (
      <p className={classes.effect}>
        Nothing is counted: somebody who guesses may try as many passwords a second as the provider answers.
      </p>
    );
  if (!value) return null;
  const { locks } = value;
  const longest = Math.max(...locks);
  const inAll = locks.reduce((sum, ms) => sum + ms, 0);
  return (
    <section aria-label="The next five locks" className={classes.effect}>
      <h3 className={classes.title}>The next five locks</h3>
      <ol className={classes.locks}>
        {locks.map((ms, before) => (
          // A lock is known by how many there were before it.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          <li className={classes.lock} key={before}>
            <span aria-hidden className={classes.dots}>
              {'✕'.repeat(Math.min(lock.attempts, DOTS))}
              {lock.attempts > DOTS && '…'}
            </span>
            <span className={classes.track}>
              <span className={classes.bar} style={{ width: `${Math.max(1, (ms / longest) * 100)}%` }} />
            </span>
            <span className={classes.length}>
              {formatDuration(ms)}
              <span className={classes.sum}>
                {' '}
                = {lock.baseMinutes} min × {lock.ratio}
                <sup>{before}</sup>
              </span>
            </span>
          </li>
        ))}
      </ol>
      <p className={classes.note}>
        Somebody who guesses gets <strong>{count(locks.length * lock.attempts, 'password')}</strong> in{' '}
        <strong>{formatDuration(inAll)}</strong>, as long as nobody signs in meanwhile. Reckoned by the
        function that sets the lock.
      </p>
    </section>
  );
}
