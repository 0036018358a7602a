import classes from './OutcomeBadge.module.css';
import type { OutcomeLook } from './outcomes.ts';

/** An outcome in colour, shape and word. */
export function OutcomeBadge({ tone, children }: { tone: OutcomeLook['tone']; children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}
