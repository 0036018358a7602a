import { type KeyboardEvent, useRef } from 'react';
import classes from './Tabs.module.css';

/** A row of tabs that the arrow keys walk through. Each opens the panel of the id `panel-…`. */
export function Tabs<T extends string>({
  label,
  tabs,
  picked,
  onPick,
}: {
  label: string;
  tabs: readonly { id: T; label: string }[];
  picked: T;
  onPick: (id: T) => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === picked);
    const moves: Record<string, number> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = tabs[moves[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    onPick(next.id);
    row.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <div aria-label={label} className={classes.tabs} onKeyDown={onKeyDown} ref={row} role="tablist">
      {tabs.map(({ id, label: text }) => (
        <button
          aria-controls={id === picked ? `panel-${id}` : undefined}
          aria-selected={id === picked}
          className={classes.tab}
          id={`tab-${id}`}
          key={id}
          onClick={() => onPick(id)}
          role="tab"
          tabIndex={id === picked ? 0 : -1}
          type="button"
        >
          {text}
        </button>
      ))}
    </div>
  );
}
