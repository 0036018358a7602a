import { ActionIcon } from '@mantine/core';
import { CircleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import classes from './ErrorNote.module.css';

/** An error as a person needs it: what happened, why, what to do. */
export function ErrorNote({
  error,
  onDismiss,
  children,
}: {
  error: PublicError;
  onDismiss?: () => void;
  /** What the person can do about it, as buttons. */
  children?: ReactNode;
}) {
  return (
    <div className={classes.note} role="alert">
      <CircleAlert aria-hidden className={classes.icon} size={18} />
      <div className={classes.text}>
        <p className={classes.what}>{error.what}</p>
        <p>{error.why}</p>
        <p>{error.next}</p>
        <p className={classes.code}>{error.code}</p>
        {children && <div className={classes.actions}>{children}</div>}
      </div>
      {onDismiss && (
        <ActionIcon aria-label="Dismiss this error" onClick={onDismiss}>
          <X aria-hidden size={16} />
        </ActionIcon>
      )}
    </div>
  );
}
