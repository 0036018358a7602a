import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Change } from '../../src-main/trace/views/compare-messages.ts';
import { count } from '../ui/format.ts';
import classes from './CompareView.module.css';

/** How many places are shown before a person asks for the rest. */
const FIRST = 5;

/** Where two sides differ, place by place, the value of each side under its column. */
export function Changes({
  changes,
  names,
}: {
  changes: readonly Change[];
  names: { left: string; right: string };
}) {
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, FIRST);
  return (
    <>
      <dl className={classes.changes}>
        {shown.map(({ where, left, right }) => (
          <div className={classes.change} key={where}>
            <dt>{where}</dt>
            <dd data-side="left">
              <span className={classes.hidden}>{names.left}: </span>
              {left ?? <i>not there</i>}
            </dd>
            <dd data-side="right">
              <span className={classes.hidden}>{names.right}: </span>
              {right ?? <i>not there</i>}
            </dd>
          </div>
        ))}
      </dl>
      {changes.length > FIRST && (
        <Button color="gray" onClick={() => setAll(!all)} size="compact-xs" variant="subtle">
          {all ? 'Show fewer' : `Show ${count(changes.length - FIRST, 'more difference')}`}
        </Button>
      )}
    </>
  );
}
