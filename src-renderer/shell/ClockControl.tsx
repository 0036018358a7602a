import { Popover, VisuallyHidden } from '@mantine/core';
import { Clock, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useSandbox } from '../store/sandbox.ts';
import { cx } from '../ui/cx.ts';
import { formatClock, formatOffset } from '../ui/format.ts';
import { OverlayHold } from '../ui/OverlayHold.tsx';
import classes from './ClockControl.module.css';
import { ClockPanel } from './ClockPanel.tsx';
import { jumpClock } from './clock-commands.ts';
import { useVirtualNow } from './use-virtual-now.ts';

/** The jumps that have a button of their own: past a one-time code, and past an access token. */
const QUICK_JUMPS = [
  { ms: 31_000, label: '+31 s', name: '+31 s: move the clock 31 seconds ahead' },
  { ms: 15 * 60_000, label: '+15 min', name: '+15 min: move the clock 15 minutes ahead' },
] as const;

/** The virtual clock: the time inside, how far it is from the real one, and its jumps. */
export function ClockControl() {
  const offset = useSandbox((state) => state.clock?.offset ?? 0);
  const future = useSandbox((state) => state.clock?.future.length ?? 0);
  const now = useVirtualNow();
  const [open, setOpen] = useState(false);
  const text = formatClock(now);
  const time = text.slice(text.lastIndexOf(' ') + 1);
  const date = text.slice(0, -time.length - 1);
  return (
    <div className={classes.clock}>
      <Popover
        onChange={setOpen}
        opened={open}
        position="bottom-end"
        trapFocus
        width={392}
        withinPortal={false}
      >
        <Popover.Target>
          <button className={classes.time} onClick={() => setOpen(!open)} type="button">
            <Clock aria-hidden size={15} />
            <VisuallyHidden>Virtual clock: </VisuallyHidden>
            <time>
              <span className={classes.date}>{date} </span>
              {time}
            </time>
            <span className={cx(classes.offset, Math.abs(offset) >= 500 && classes.moved)}>
              {formatOffset(offset)}
            </span>
            {future > 0 && (
              <span className={classes.future}>
                <TriangleAlert aria-hidden size={13} />
                <VisuallyHidden>tokens: </VisuallyHidden>
                {future}
                <span className={classes.futureWords}>in the future</span>
              </span>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Virtual clock">
          <OverlayHold />
          <ClockPanel onDone={() => setOpen(false)} />
        </Popover.Dropdown>
      </Popover>
      {QUICK_JUMPS.map((jump) => (
        <button
          aria-label={jump.name}
          className={classes.jump}
          key={jump.ms}
          onClick={() => jumpClock(jump.ms)}
          type="button"
        >
          {jump.label}
        </button>
      ))}
    </div>
  );
}
