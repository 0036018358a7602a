import { Button } from '@mantine/core';
import { GitFork } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TriedFix } from '../../src-main/contract/fixes.ts';
import classes from './FixFindings.module.css';
import { PrivilegeMark } from './PrivilegeMark.tsx';

/** One change that lets it pass: what it is, what it gives away, how it ended, and the way to see it happen. */
export function FixItem({
  fix,
  busy,
  disabled,
  onTry,
  children,
}: {
  fix: TriedFix;
  busy: boolean;
  disabled: boolean;
  onTry: () => void;
  /** What went wrong as it was tried. */
  children: ReactNode;
}) {
  return (
    <li className={classes.fix}>
      <div className={classes.what}>
        <p className={classes.change}>
          <span className={classes.changeTitle}>{fix.title}</span>
          <PrivilegeMark privilege={fix.privilege} />
        </p>
        <p className={classes.detail}>{fix.detail}</p>
        <p className={classes.passed}>
          <span aria-hidden>✓</span> {fix.ending}
        </p>
      </div>
      <Button
        aria-label={`Try on a fork: ${fix.title}`}
        data-fix={fix.id}
        disabled={disabled && !busy}
        leftSection={<GitFork aria-hidden size={14} />}
        loading={busy}
        onClick={onTry}
      >
        Try on a fork
      </Button>
      {children && <div className={classes.wrong}>{children}</div>}
    </li>
  );
}
