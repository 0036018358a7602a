import { ActionIcon, Tooltip } from '@mantine/core';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { setWireOpen, useUi } from '../store/ui.ts';
import classes from './WireStrip.module.css';

const Wire = lazy(async () => ({ default: (await import('../wire/index.ts')).Wire }));

/** The strip along the bottom in which every hop appears; it can be folded to a line. */
export function WireStrip() {
  const open = useUi((state) => state.wireOpen);
  if (!open) {
    return (
      <button className={classes.folded} onClick={() => setWireOpen(true)} type="button">
        <ChevronUp aria-hidden size={14} />
        Show the wire
      </button>
    );
  }
  return (
    <div className={classes.strip}>
      <Suspense fallback={null}>
        <Wire />
      </Suspense>
      <Tooltip label="Fold the wire (Alt W)" position="left">
        <ActionIcon
          aria-label="Fold the wire"
          className={classes.fold}
          onClick={() => setWireOpen(false)}
          size="sm"
        >
          <ChevronDown aria-hidden size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
