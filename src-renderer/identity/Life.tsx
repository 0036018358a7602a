import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { AccountState } from '../../src-main/contract/account-state.ts';
import type { AccountDetail, ChartTransition } from '../../src-main/contract/accounts.ts';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import type { LifecycleRow } from '../../src-main/contract/lifecycle.ts';
import { formatTime } from '../ui/format.ts';
import { StateChart } from './chart/StateChart.tsx';
import { History } from './History.tsx';
import classes from './Life.module.css';
import { recordedState } from './recorded-state.ts';
import { Standing, Trial } from './Standing.tsx';
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
  const [marked, setMarked] = useState<readonly string[]>(NOTHING_MARKED);
  const [moment, setMoment] = useState<SandboxEvent>();
  const ways = useMemo(() => new Map(account.chart.map((way) => [way.id, way])), [account.chart]);
  const taken = useMemo(() => takenRows(rows, history ?? []), [rows, history]);
  const then = moment && stateAfter(moment);
  const told = [rowOfEvent(rows, moment)?.id].filter((id) => id !== undefined);
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
            ways: then ? NOTHING : ways,
            taken,
            marked: marked.length > 0 ? marked : told,
          }}
          onMark={setMarked}
          rows={rows}
        />
        <p className={classes.legend}>
          Numbers are rows of the transition table, words are transitions that it does not number.{' '}
          <strong className={classes.canHappen}>Highlighted</strong>: can happen now. <u>Underlined</u>: has
          happened. ↻: the label stays. Arrows from the border begin in any state.
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

const NOTHING: ReadonlyMap<string, ChartTransition> = new Map();
const NOTHING_MARKED: readonly string[] = [];

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
