import classes from './StatusChip.module.css';

function outcomeOf(status: number): 'allowed' | 'challenged' | 'denied' {
  if (status === 401) return 'challenged';
  return status >= 400 ? 'denied' : 'allowed';
}

const MARKS = { allowed: '✓', challenged: '!', denied: '✕' } as const;

/** An HTTP status as outcome: by colour and by mark. */
export function StatusChip({ status }: { status: number }) {
  const outcome = outcomeOf(status);
  return (
    <span className={classes.chip} data-outcome={outcome}>
      <span aria-hidden>{MARKS[outcome]}</span> {status}
    </span>
  );
}
