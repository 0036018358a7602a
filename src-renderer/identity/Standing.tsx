import { Button } from '@mantine/core';
import { FastForward, Keyboard, KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { AccountDetail } from '../../src-main/contract/accounts.ts';
import { jumpClock } from '../shell/clock-commands.ts';
import { useVirtualNow } from '../shell/use-virtual-now.ts';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count, formatDateTime, formatDuration, formatTime } from '../ui/format.ts';
import { useAction } from '../ui/use-action.ts';
import classes from './Life.module.css';
import { LABEL_WORDS, labelOf, reasonWords } from './state-words.ts';

/** How an account stands: its three values in words, and the counters. */
export function Standing({ account }: { account: AccountDetail }) {
  const { state } = account;
  return (
    <section aria-label="How it stands" className={classes.card}>
      <h3 className={classes.title}>How it stands</h3>
      <dl className={classes.facts}>
        <dt>Label</dt>
        <dd>
          <code>{state.label ?? 'none'}</code> · {LABEL_WORDS[labelOf(state)]}
        </dd>
        <dt>Lock</dt>
        <dd>{state.locked ? `locked: ${reasonWords(state.lockReason)}` : 'not locked'}</dd>
        <dt>Disable flag</dt>
        <dd>{state.disabled ? 'disabled' : 'enabled'}</dd>
        <dt>Failed sign-ins</dt>
        <dd>
          <output aria-label="Failed sign-ins">{state.failedAttempts}</output> since the last good one or lock
        </dd>
        <dt>Locks in a row</dt>
        <dd>{state.lockoutCount}, each longer than the one before</dd>
      </dl>
    </section>
  );
}

/** A sign-in to try, and the clock of the lock that it may bring: above the chart, which moves with it. */
export function Trial({ account }: { account: AccountDetail }) {
  return (
    <section aria-label="Try it" className={classes.trial}>
      <SignInTrial account={account} />
      {account.state.locked && <LockClock unlockAt={account.state.unlockAt} />}
    </section>
  );
}

/** A lock against virtual time. */
function LockClock({ unlockAt }: { unlockAt: number | null }) {
  const now = useVirtualNow();
  if (unlockAt === null)
    return (
      <p className={classes.note}>
        This lock does not end by time: somebody has to end it, or what it waits for.
      </p>
    );
  const left = unlockAt - now;
  if (left <= 0)
    return (
      <p className={classes.note} role="status">
        <span>
          <strong>The time of the lock is over since {formatTime(unlockAt)}, and nothing happened</strong>{' '}
          (row 20). Label, lock and reason stay. The next sign-in with the right password takes them away (row
          21).
        </span>
      </p>
    );
  return (
    <div className={classes.note}>
      <p>
        Even the right password is refused until {formatTimeOf(unlockAt, now)}:{' '}
        <strong>{formatDuration(left)}</strong> left on the virtual clock.
      </p>
      <div className={classes.buttons}>
        <Button
          leftSection={<FastForward aria-hidden size={14} />}
          onClick={() => jumpClock(Math.ceil(left / 1000) * 1000 + 1000)}
        >
          Jump past the lock
        </Button>
        <Button onClick={() => jumpClock(6 * 60_000)}>+6 min</Button>
      </div>
    </div>
  );
}

const DAY_MS = 86_400_000;
const formatTimeOf = (time: number, now: number): string =>
  time - now < DAY_MS ? formatTime(time) : formatDateTime(time);

/** Types a password into the provider's own pages, in the browser of a persona. */
function SignInTrial({ account }: { account: AccountDetail }) {
  const persona = useSandbox((sandbox) =>
    sandbox.world?.personas.find(({ username }) => username === account.username),
  );
  const [said, setSaid] = useState<string>();
  const attempt = useAction(async (right: boolean) => {
    if (!persona) return;
    // A wrong password is typed by somebody who guesses: a browser that is signed in would not be asked for one.
    const result = await gatehouse().call(
      'personas.sign-in',
      right
        ? { persona: persona.id, app: 'online-banking' }
        : {
            persona: 'mallory',
            app: 'online-banking',
            username: account.username,
            password: 'not the password',
          },
    );
    setSaid(result.summary);
  });
  const endFirst = useAction(async () => {
    await gatehouse().call('accounts.act', { id: account.id, action: { kind: 'end-sessions' } });
    await attempt.run(true);
  });
  if (!persona) return null;
  const sessions = account.sessions.length;
  return (
    <div>
      <div className={classes.tries}>
        <span>At the provider’s sign-in page:</span>
        <Button
          leftSection={<Keyboard aria-hidden size={14} />}
          loading={attempt.busy}
          onClick={() => attempt.run(false)}
        >
          Mallory types a wrong password
        </Button>
        <Button
          leftSection={<KeyRound aria-hidden size={14} />}
          loading={attempt.busy || endFirst.busy}
          onClick={() => (sessions > 0 ? endFirst.run() : attempt.run(true))}
        >
          {persona.name.split(' ', 1)[0]} types the right one
        </Button>
      </div>
      {sessions > 0 && (
        <p className={classes.more}>
          With {count(sessions, 'session')} at the provider nobody is asked for a password, so the right one
          is tried after they are ended.
        </p>
      )}
      {said !== undefined && (
        <p className={classes.said} role="status">
          {said}
        </p>
      )}
      {(attempt.error ?? endFirst.error) && <ErrorNote error={(attempt.error ?? endFirst.error) as never} />}
    </div>
  );
}
