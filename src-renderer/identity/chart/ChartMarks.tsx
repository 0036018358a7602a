import { Tooltip } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { LifecycleRow } from '../../../src-main/contract/lifecycle.ts';
import { standsAs } from '../way-words.ts';
import { type Charted, lookOf } from './chart-look.ts';
import type { PlacedChip } from './chips.ts';
import { nearest, WAYS_OF_KEYS } from './nearest.ts';
import classes from './StateChart.module.css';

/**
 * The transitions as marks on the picture. One stop of the tab key; arrow keys go on to the mark that lies in their
 * direction. What is pointed at, or has the focus, tells what it is, and if it is closed, why.
 */
export function ChartMarks({
  chips,
  charted,
  pointed,
  onPoint,
}: {
  chips: readonly PlacedChip[];
  charted: Charted;
  pointed: string | undefined;
  onPoint: (chip: PlacedChip | undefined) => void;
}) {
  const group = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<string>();
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const current = chips.find(({ id }) => id === pointed);
  const stopAt = chips.some(({ id }) => id === stop) ? stop : chips[0]?.id;
  const elementOf = (id: string | undefined) =>
    [...(group.current?.querySelectorAll('button') ?? [])].find(({ dataset }) => dataset.chip === id) ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it stands depends on the picture.
  useEffect(() => setTarget(elementOf(pointed)), [pointed, chips]);
  return (
    <div aria-label="Transitions" className={classes.marks} ref={group} role="toolbar">
      {chips.map((chip) => (
        <button
          aria-label={sayAll(chip, charted)}
          className={classes.mark}
          data-chip={chip.id}
          data-look={lookOf(chip, charted)}
          data-taken={chip.rows.some(({ id }) => charted.taken.has(id)) || undefined}
          key={chip.id}
          onBlur={() => onPoint(undefined)}
          onFocus={() => {
            setStop(chip.id);
            onPoint(chip);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && current) {
              event.stopPropagation();
              return onPoint(undefined);
            }
            const way = WAYS_OF_KEYS[event.key];
            if (!way) return;
            event.preventDefault();
            elementOf(nearest(chips, chip, way)?.id)?.focus();
          }}
          onMouseEnter={() => onPoint(chip)}
          onMouseLeave={() => onPoint(undefined)}
          style={{ left: chip.x, top: chip.y, width: chip.width, height: chip.height }}
          tabIndex={chip.id === stopAt ? 0 : -1}
          type="button"
        >
          {chip.text}
        </button>
      ))}
      {current && target && (
        <Tooltip
          className={classes.told}
          key={current.id}
          label={<Told charted={charted} rows={current.rows} />}
          multiline
          opened
          position="bottom"
          target={target}
          transitionProps={{ duration: 0 }}
        />
      )}
    </div>
  );
}

/** What a mark stands for: each of its rows, and how it stands now. */
function Told({ rows, charted }: { rows: readonly LifecycleRow[]; charted: Charted }) {
  return (
    <>
      {rows.map((row) => (
        <span className={classes.toldRow} key={row.id}>
          <strong>{row.row === null ? row.title : `${row.row} · ${row.title}`}</strong>
          <span>{standsAs(row, charted.ways.get(row.id))}</span>
        </span>
      ))}
    </>
  );
}

/** Begins with what is seen, so that who speaks to the machine can say it. */
const sayAll = ({ text, rows }: PlacedChip, { ways }: Charted): string =>
  `${text}: ${rows.map((row) => `${row.title}. ${standsAs(row, ways.get(row.id))}`).join(' ')}`;
