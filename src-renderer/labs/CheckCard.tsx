import { CircleAlert, CircleCheck, CircleDashed, History } from 'lucide-react';
import type { CheckState } from '../../src-main/contract/labs.ts';
import { InlineCode } from '../ui/InlineCode.tsx';
import classes from './CheckCard.module.css';
import { ClauseList } from './ClauseList.tsx';
import { EventLink } from './EventLink.tsx';

const STATUS_WORDS: Record<CheckState['status'], string> = {
  pass: 'passed',
  fail: 'not met yet',
  pending: 'waiting',
  error: 'broken',
};

function StatusIcon({ status }: { status: CheckState['status'] }) {
  if (status === 'pass') return <CircleCheck aria-hidden className={classes.icon} size={18} />;
  if (status === 'error') return <CircleAlert aria-hidden className={classes.icon} size={18} />;
  return <CircleDashed aria-hidden className={classes.icon} size={18} />;
}

/** A check of the open step: whether it holds, and if not, what was seen, what is wanted, and where to look. */
export function CheckCard({ check }: { check: CheckState }) {
  const clause = check.clauses.find((one) => !one.ok);
  const open = check.status === 'fail' && clause;
  return (
    <li className={classes.card} data-status={check.status}>
      <StatusIcon status={check.status} />
      <div className={classes.body}>
        <p className={classes.title}>
          {check.title}
          <span className={classes.status}>{STATUS_WORDS[check.status]}</span>
        </p>
        {open && (
          <dl className={classes.facts}>
            <dt>seen</dt>
            <dd>
              <InlineCode text={clause.seen} /> <EventLink seq={clause.evidence.at(-1)} />
            </dd>
            <dt>expected</dt>
            <dd>
              <InlineCode text={clause.expected} />
            </dd>
            {check.closest && (
              <>
                <dt>closest</dt>
                <dd>
                  <InlineCode text={check.closest} />
                </dd>
              </>
            )}
          </dl>
        )}
        {check.status === 'fail' && check.feedback && (
          <p className={classes.feedback}>
            <InlineCode text={check.feedback} />
          </p>
        )}
        {open && check.clauses.length > 1 && <ClauseList clauses={check.clauses} />}
        {check.changed && (
          <p className={classes.changed}>
            <History aria-hidden size={14} />
            Changed since you passed: it held then, and does not now. Your pass stays.
          </p>
        )}
        {check.status === 'error' && (
          <p className={classes.feedback}>
            This check cannot be judged. That is a fault of the lab, not yours: skip the step to go on.
            {clause && ` (${clause.seen})`}
          </p>
        )}
      </div>
    </li>
  );
}
