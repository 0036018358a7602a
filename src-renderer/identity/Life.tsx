import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { AccountState } from '../../src-main/contract/account-state.ts';
import type { AccountDetail } from '../../src-main/contract/accounts.ts';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import type { LifecycleRow } from '../../src-main/contract/lifecycle.ts';
import { formatTime } from '../ui/format.ts';
import { History } from './History.tsx';
import classes from './Life.module.css';
import { recordedState } from './recorded-state.ts';
import { Standing, Trial } from './Standing.tsx';
import { StateChart } from './StateChart.tsx';
import { useDefinition, useHistory } from './use-account.ts';
import { Ways } from './Ways.tsx';

/** The life of an account, with a sign-in to try above it. */
export function Life({ account }: { account: AccountDetail }) {
  return (
    <div className={classes.life}>
      <Trial account={account} />
      <LifePicture account={account} />
    </div>
  );
}

/** The life of an account: its state chart, how it stands, what can happen now, and what has happened. */
export function LifePicture({ account }: { account: AccountDetail }) {
  const rows = useDefinition();
  const { value: history } = useHistory(account.id, 'transitions');
  const [marked, setMarked] = useState<string>();
  const [moment, setMoment] = useState<SandboxEvent>();
  const open = useMemo(
    () => new Set(account.chart.filter((way) => way.open).map(({ id }) => id)),
    [account.chart],
  );
  const taken = useMemo(() => takenRows(rows, history ?? []), [rows, history]);
  const then = moment && stateAfter(moment);
  return (
    <>
      <div className={classes.picture}>
        {moment && then && (
          <p className={classes.moment} role="status">
            As it was after {String(moment.data.title ?? 'this')}, {formatTime(moment.vtime)}.
            <Button onClick={() => setMoment(undefined)}>Back to now</Button>
          </p>
        )}
        <StateChart
          charted={{
            state: then ?? account.state,
            open: then ? NOTHING : open,
            taken,
            marked: marked ?? rowOfEvent(rows, moment)?.id,
          }}
          onMark={setMarked}
          rows={rows}
        />
        <p className={classes.legend}>
          Numbers are rows of the transition table, words are transitions that it does not number.{' '}
          <strong>Bold</strong>: can happen now. <u>Underlined</u>: has happened. Arrows from the border begin
          in any state. Label, lock and flag each have a value of their own.
        </p>
      </div>
      <div className={classes.columns}>
        <Standing account={account} />
        <Ways marked={marked} onMark={setMarked} ways={account.chart} />
        <History events={history ?? []} onMoment={setMoment} picked={moment?.seq} />
      </div>
    </>
  );
}

const NOTHING: ReadonlySet<string> = new Set();

/** The state that a transition led to. */
function stateAfter({ data }: SandboxEvent): AccountState | undefined {
  return recordedState(data.to);
}

/** The row that an event tells of. */
function rowOfEvent(
  rows: readonly LifecycleRow[],
  event: SandboxEvent | undefined,
): LifecycleRow | undefined {
  if (!event) return undefined;
  const { trigger, title } = event.data;
  return rows.find((row) => row.trigger === trigger && row.title === title);
}

/** How often each row was taken, as far as the log tells. */
function takenRows(rows: readonly LifecycleRow[], events: readonly SandboxEvent[]): Map<string, number> {
  const taken = new Map<string, number>();
  for (const event of events) {
    const row = rowOfEvent(rows, event);
    if (row) taken.set(row.id, (taken.get(row.id) ?? 0) + 1);
  }
  return taken;
}
